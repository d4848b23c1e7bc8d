using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;

namespace LoyaltyConsole.Sessions;

/// <summary>How much of the server one browser tab may hold.</summary>
internal static class CircuitLimits
{
    public static void Set(CircuitOptions circuit, SessionSettings settings)
    {
        // A laptop lid that is closed for a moment keeps its half-filled form. When everybody's line breaks at once, nobody's
        // is given up; how many there can be is limited for each person.
        circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromSeconds(settings.KeepLostSeconds);
        circuit.DisconnectedCircuitMaxRetained = 1_000;

        // A slow line gets fewer updates instead of a growing queue.
        circuit.MaxBufferedUnacknowledgedRenderBatches = 10;
        circuit.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(30);
    }

    public static void Set(HubOptions hub)
    {
        // The longest text field is far below; files come in chunks of their own.
        hub.MaximumReceiveMessageSize = 64 * 1024;
        hub.KeepAliveInterval = TimeSpan.FromSeconds(15);
        hub.ClientTimeoutInterval = TimeSpan.FromSeconds(45);
        hub.MaximumParallelInvocationsPerClient = 1;
        hub.AddFilter<EventGate>();
    }
}
