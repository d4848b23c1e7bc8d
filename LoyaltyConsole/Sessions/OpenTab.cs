using System.Security.Claims;
using LoyaltyConsole.Core;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace LoyaltyConsole.Sessions;

/// <summary>One tab of one person, from its first event to the last.</summary>
public sealed class OpenTab(AuthenticationStateProvider authentication, OpenTabs tabs) : CircuitHandler
{
    private string? _person;

    /// <summary>How many tabs its person may have.</summary>
    public int Most => tabs.Most;

    /// <summary>Whether its person had all the tabs already that they may have.</summary>
    public bool IsOneTooMany { get; private set; }

    /// <inheritdoc />
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _person = PersonOf((await authentication.GetAuthenticationStateAsync()).User);
        IsOneTooMany = !tabs.Open(_person);
    }

    /// <inheritdoc />
    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_person is not null)
        {
            tabs.Close(_person);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            ReadLane.Current = _person;
            await next(context);
        };

    /// <summary>Under which key a person's tabs, events and reads are counted.</summary>
    internal static string PersonOf(ClaimsPrincipal? person) => person?.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? "";
}
