using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Integrations;

namespace LoyaltyConsole.Api;

/// <summary>Finds the customer whom a body names: by id, by the shop's reference, or by e-mail, in this order.</summary>
internal static class CustomerNaming
{
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
