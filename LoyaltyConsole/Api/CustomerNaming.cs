using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;

namespace LoyaltyConsole.Api;

/// <summary>Finds the customer whom a body names: by id, by the shop's reference, or by e-mail, in this order.</summary>
internal static class CustomerNaming
{
    /// <summary>Whether an order is for a person to assign, because whose it is cannot be told.</summary>
    public static bool IsUnmatched(Refusal refusal) => refusal is CustomerUnknown or CustomerAmbiguous or CustomerNotFound or CustomerDeleted;

    /// <summary>By what the customer was looked for.</summary>
    public static string SoughtBy(long? id, string? refId, string? email) => id is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known}")
        : string.IsNullOrWhiteSpace(refId) ? email ?? "" : refId;

    /// <summary>The customer; or <see cref="OneOfMissing"/>, or what <see cref="CustomerEnquiries.FindAsync"/> refuses.</summary>
    public static async Task<Result<CustomerId>> FindAsync(
        ApiCall call, CustomerEnquiries enquiries, long? id, string? refId, string? email)
    {
        if (id is { } known)
        {
            return new CustomerId(known);
        }

        return (refId, email) switch
        {
            ({ } reference, _) when !string.IsNullOrWhiteSpace(reference) =>
                await enquiries.FindAsync(CustomerMark.RefId, reference.Trim(), call.Actor, call.HungUp),
            (_, { } address) when !string.IsNullOrWhiteSpace(address) =>
                await enquiries.FindAsync(CustomerMark.Email, address.Trim(), call.Actor, call.HungUp),
            _ => new OneOfMissing("customerId, customerRefId, email"),
        };
    }
}
