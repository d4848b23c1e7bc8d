using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile.Codes;

/// <summary>"Customer's OTP": the codes that a customer was sent while spending points, masked (R-030, D16).</summary>
public sealed partial class CodesTable(OneTimeCodes codes, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ProfileTable<OneTimeCodeRow, OneTimeCodeSort>(person, faults, navigation)
{
    /// <inheritdoc />
    protected override OneTimeCodeSort Newest => OneTimeCodeSort.Sent;

    /// <inheritdoc />
    protected override Task<Result<Page<OneTimeCodeRow>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken) =>
        codes.ListAsync(Customer, new OneTimeCodeQuery(State.KindOf<OneTimeCodeState>(), Sort, IsDescending), window, actor, cancellationToken);

    private async Task<Result<string>> RevealAsync(OneTimeCodeId id) => await codes.RevealAsync(id, Actor!);

    private static string KindOf(OneTimeCodeState state) => state switch
    {
        OneTimeCodeState.Waiting => "inactive",
        OneTimeCodeState.Used => "active",
        _ => "discarded",
    };
}
