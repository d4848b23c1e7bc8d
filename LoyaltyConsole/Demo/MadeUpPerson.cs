using LoyaltyConsole.Core.Orders;
using NodaTime;

namespace LoyaltyConsole.Demo;

/// <summary>Somebody who does not exist.</summary>
/// <param name="Number">Their number in the programme, from 0.</param>
/// <param name="Integration">The shop they came from.</param>
/// <param name="RefId">Their reference there; null for a guest.</param>
/// <param name="Name">First and last name; null for a guest.</param>
/// <param name="Email">At a domain that is reserved for examples.</param>
/// <param name="Phone">Within a range that is reserved for films.</param>
/// <param name="Birthday">For those who told it.</param>
/// <param name="Salutation">As the shop's form offers it.</param>
/// <param name="Home">Where they live.</param>
public sealed record MadeUpPerson(
    long Number, string Integration, string? RefId, string? Name, string? Email, string? Phone, LocalDate? Birthday,
    string? Salutation, Address Home)
{
    public bool IsRegistered => RefId is not null;
}
