using System.Data.Common;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Customers;

/// <summary>What is known of somebody who may be known already. Blank texts count as not given.</summary>
/// <param name="Name">First and last name.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Phone">The phone number, however it is spelt.</param>
/// <param name="Except">Who is meant, where they are a customer already.</param>
public sealed record PersonMarks(string? Name, string? Email, string? Phone, CustomerId? Except = null);

/// <summary>A customer who is probably the same person.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Name">Their name.</param>
/// <param name="Email">Their e-mail address.</param>
/// <param name="Phone">Their phone number.</param>
/// <param name="Status">Whether they take part.</param>
/// <param name="SameEmail">Whether the e-mail address is the same, however it is capitalised.</param>
/// <param name="SamePhone">Whether the phone number is the same, however it is spelt.</param>
/// <param name="SameName">Whether the name is the same, however it is accented.</param>
public sealed record LikelyDuplicate(
    CustomerId Id, string? Name, string? Email, string? Phone, CustomerStatus Status, bool SameEmail, bool SamePhone, bool SameName);

/// <summary>The probable duplicates that are shown.</summary>
/// <param name="Rows">At most <see cref="CustomerDuplicates.Most"/>; who shares most comes first.</param>
/// <param name="AreMore">Whether there are more of them.</param>
public sealed record LikelyDuplicates(IReadOnlyList<LikelyDuplicate> Rows, bool AreMore);

/// <summary>Finds who is probably known already, while somebody types .</summary>
public sealed class CustomerDuplicates
{
    /// <summary>How many are shown.</summary>
    public const int Most = 5;

    private readonly LoyaltyStore _store;
    private readonly ProgrammeBook _programme;

    internal CustomerDuplicates(LoyaltyStore store, ProgrammeBook programme) => (_store, _programme) = (store, programme);

    /// <summary>Customers with the same e-mail address, phone number or name; deleted ones are nobody any more.</summary>
    /// <returns>They; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<LikelyDuplicates>> FindAsync(PersonMarks marks, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        var settings = await _programme.SettingsAsync(cancellationToken);
        var (name, email) = (SearchKeys.Fold(marks.Name), SearchKeys.Fold(marks.Email));
        var phone = SearchKeys.Digits(marks.Phone, settings.CallingCode);
        return await _store.ReadAsync(
            connection =>
            {
                // Each way is a step into an index and bounded, so that a name that thousands bear costs no more than a rare one.
                var found = Read(connection, "EmailKey", email, marks.Except)
                    .Concat(Read(connection, "PhoneDigits", phone, marks.Except))
                    .Concat(Read(connection, "NameKey", name, marks.Except))
                    .DistinctBy(row => row.Id)
                    .Select(row => row with
                    {
                        SameEmail = email.Length > 0 && string.Equals(SearchKeys.Fold(row.Email), email, StringComparison.Ordinal),
                        SamePhone = phone.Length > 0 && string.Equals(SearchKeys.Digits(row.Phone, settings.CallingCode), phone, StringComparison.Ordinal),
                        SameName = name.Length > 0 && string.Equals(SearchKeys.Fold(row.Name), name, StringComparison.Ordinal),
                    })
                    .OrderByDescending(Weight)
                    .ThenBy(row => row.Id.Value)
                    .ToList();
                return new LikelyDuplicates([.. found.Take(Most)], found.Count > Most);
            },
            cancellationToken);
    }

    // Namesakes are common; an address or a number is hardly ever shared.
    private static int Weight(LikelyDuplicate row) => (row.SameEmail ? 4 : 0) + (row.SamePhone ? 3 : 0) + (row.SameName ? 2 : 0);

    private static List<LikelyDuplicate> Read(DbConnection connection, string key, string sought, CustomerId? except) => sought.Length == 0
        ? []
        : connection.Query(
            $"SELECT Id, Name, Email, Phone, Status FROM Customers WHERE {key} = @0 AND Status <> @1 AND Id <> @2 LIMIT {Most + 1}",
            row => new LikelyDuplicate(
                new CustomerId(row.GetInt64(0)), row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3), (CustomerStatus)row.GetInt32(4),
                SameEmail: false, SamePhone: false, SameName: false),
            ("@0", sought), ("@1", (int)CustomerStatus.Deleted), ("@2", except?.Value ?? 0));
}
