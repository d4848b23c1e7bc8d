using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Core.Customers.Privacy;

/// <summary>Anonymises a customer inside somebody else's deed (L-098, rule 5.8): a deletion, or a merge that has moved everything else.</summary>
internal static class Erasure
{
    /// <summary>What keeps a customer from being erased now; null where nothing does.</summary>
    /// <returns><see cref="ErasureAwaitsCoupon"/> or <see cref="ErasureAwaitsImport"/>, in this order.</returns>
    public static Refusal? Obstacle(Writing writing, CustomerId customer)
    {
        var waiting = writing.Connection.Database.Number(
            "SELECT COUNT(*) FROM Redemptions WHERE CustomerId = @0 AND State = 1 AND ReservedUntil > @1",
            ("@0", customer.Value), ("@1", writing.Now.ToUnixTimeMilliseconds()));
        if (waiting > 0)
        {
            return new ErasureAwaitsCoupon();
        }

        return KnownAs.Of(writing.Connection.Database, customer).OpenImport() is { } import ? new ErasureAwaitsImport(new ImportId(import)) : null;
    }

    /// <summary>
    /// Closes the account for good and erases everything personal by the registry. What the deed wrote before is saved
    /// first; after its commit the store sees to it that no byte of it stays in the files.
    /// </summary>
    /// <param name="writing">The deed.</param>
    /// <param name="customer">Who is erased; there, and not erased yet.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="mergedInto">The account that took everything over; null for a deletion.</param>
    /// <param name="key">The key of the command; null where the deed knows its own repetition.</param>
    public static async Task<ErasureCertificate> EraseAsync(
        Writing writing, CustomerId customer, Actor actor, CustomerId? mergedInto = null, Guid? key = null)
    {
        writing.Watch(actor, "EraseCustomer", customer);
        await writing.Db.SaveChangesAsync();
        var connection = writing.Connection.Database;
        var values = KnownAs.Of(connection, customer).Values;

        // The guards let a text go only where its customer is deleted.
        connection.Execute(
            "UPDATE Customers SET Status = 3, MergedInto = @1, ModifiedAt = @2 WHERE Id = @0",
            ("@0", customer.Value), ("@1", mergedInto?.Value), ("@2", writing.Now.ToUnixTimeMilliseconds()));
        var erased = PrivacyRegistry.Personal
            .Select(data => (Data: data, Rows: connection.Execute(data.Erasing, values)))
            .ToList()
            .Where(done => done.Rows > 0)
            .GroupBy(done => done.Data.Kind, (kind, parts) => new ErasedData(
                kind, parts.Sum(part => part.Rows),
                [.. parts.SelectMany(part => part.Data.Columns.Select(column => $"{part.Data.Table}.{column.Name}")).Distinct(StringComparer.Ordinal)]));
        var certificate = new ErasureCertificate
        {
            CustomerId = customer,
            MergedInto = mergedInto,
            At = writing.Now,
            Actor = actor.Name,
            CommandKey = key ?? Guid.CreateVersion7(),
            Cleared = ErasureCertificate.InJson(erased),
        };
        writing.Db.Erasures.Add(certificate);
        await writing.Db.SaveChangesAsync();
        writing.Audit(actor, "EraseCustomer", customer, null, $"certificate {certificate.Id}");
        writing.LeavesNoTrace = true;
        return certificate;
    }
}
