using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>From one local day to another, both included; either may be open.</summary>
internal readonly record struct DayRange(LocalDate? From, LocalDate? To)
{
    public static DayRange Read(QueryText query) => new(query.Take("from", CustomerFilterText.DateOf), query.Take("to", CustomerFilterText.DateOf));

    public Instant? Start(ProgrammeSettings settings) => From is { } day ? settings.Time.StartOf(day) : null;

    public Instant? End(ProgrammeSettings settings) => To is { } day ? settings.Time.EndOf(day) : null;
}
