using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Tests.Core.Ledger;

namespace LoyaltyConsole.Tests.Core;

/// <summary>The programme's settings are changed together, by whoever may, and never behind somebody's back.</summary>
public sealed class ProgrammeRulesTests : LedgerTest
{
    private static readonly Actor _administrator = Actor.Person("Ines Roth", StaffRole.Administrator);

    [Fact]
    public async Task Settings_are_changed_with_a_trace_and_a_stale_form_is_refused()
    {
        var seen = await SeenAsync();

        (await ChangeAsync(seen, seen with { UndoMinutes = 3, UnitsEn = "stamps" })).OrThrow();

        var now = await SeenAsync();
        Assert.Equal((3, "stamps"), (now.UndoMinutes, now.UnitsEn));
        AssertRefused(new SettingsChanged(), await ChangeAsync(seen, seen with { TierMonths = 6 }));
        Assert.Equal(
            ("UnitsEn points; UndoMinutes 10", "UnitsEn stamps; UndoMinutes 3"),
            Programme.Query("SELECT Before, After FROM AuditEntries WHERE Deed = 'ChangeSettings'", row => (row.GetString(0), row.GetString(1))).Single());
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_in_a_fixed_order()
    {
        var seen = await SeenAsync();

        AssertRefused(new NotAllowed(Capability.ManageProgramme), await Programme.Get<ProgrammeBook>().ChangeAsync(seen, seen, Programme.Manager));
        AssertRefused(new ProgrammeNameMissing(), await ChangeAsync(seen, seen with { Name = " ", UnitDe = "" }));
        AssertRefused(new UnitNameMissing(), await ChangeAsync(seen, seen with { UnitDe = "", StampsPerCard = 1 }));
        AssertRefused(new SettingOutOfRange("StampsPerCard", 2, 1_000), await ChangeAsync(seen, seen with { StampsPerCard = 1, ZoneId = "Mars" }));
        AssertRefused(new ZoneUnknown("Mars"), await ChangeAsync(seen, seen with { ZoneId = "Mars", Currency = "euro" }));
        AssertRefused(new CurrencyUnknown("euro"), await ChangeAsync(seen, seen with { Currency = "euro", CallingCode = "+49" }));
        AssertRefused(new CallingCodeUnknown("+49"), await ChangeAsync(seen, seen with { CallingCode = "+49", TierMonths = 0 }));
        AssertRefused(new SettingOutOfRange("TierMonths", 1, 120), await ChangeAsync(seen, seen with { TierMonths = 0 }));
        Assert.Equal(seen, await SeenAsync());
    }

    [Fact]
    public async Task D2_decimals_that_are_booked_stay_visible()
    {
        var seen = await SeenAsync();
        (await ChangeAsync(seen, seen with { Decimals = 1 })).OrThrow();
        var ada = await Programme.CustomerAsync();
        (await Programme.Ledger.AdjustAsync(await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, new Points(150)), Programme.Agent)).OrThrow();

        AssertRefused(new DecimalsInUse(0), await ChangeAsync(seen with { Decimals = 1 }, seen));
    }

    [Theory]
    [InlineData("Top Up Points", "Top Up Stamps")]
    [InlineData("Points reason (internal only)", "Stamp reason (internal only)")]
    [InlineData("{0} points", "{0} stamps")]
    [InlineData("1 point", "1 stamp")]
    [InlineData("appointment", "appointment")]
    public void S_014_texts_speak_of_stamps_where_the_programme_does(string text, string inUnit) =>
        Assert.Equal(inUnit, UnitTexts.InUnit(text, Stamps(), german: false));

    [Theory]
    [InlineData("Punkte hinzufügen", "Stempel hinzufügen")]
    [InlineData("mit 20 Punkten", "mit 20 Stempeln")]
    [InlineData("Punkteverlauf", "Punkteverlauf")]
    public void S_014_German_texts_do_so_too(string text, string inUnit) => Assert.Equal(inUnit, UnitTexts.InUnit(text, Stamps(), german: true));

    private static ProgrammeSettings Stamps() => new()
    {
        Name = "Cards",
        ZoneId = "Europe/Berlin",
        Currency = "EUR",
        CallingCode = "49",
        UnitEn = "stamp",
        UnitsEn = "stamps",
        UnitDe = "Stempel",
        UnitsDe = "Stempel",
    };

    private Task<Result<Done>> ChangeAsync(ProgrammeRules seen, ProgrammeRules wanted) => Programme.Get<ProgrammeBook>().ChangeAsync(seen, wanted, _administrator);

    private async Task<ProgrammeRules> SeenAsync() => ProgrammeRules.Of(await Programme.Get<ProgrammeBook>().SettingsAsync(CancellationToken.None));
}
