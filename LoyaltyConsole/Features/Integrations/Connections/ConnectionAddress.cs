using LoyaltyConsole.Core.Connections;

namespace LoyaltyConsole.Features.Integrations.Connections;

/// <summary>Where connections are found.</summary>
internal static class ConnectionAddress
{
    /// <summary>All of them.</summary>
    public const string List = "/integrations/connections";

    /// <summary>One of them.</summary>
    public static string Of(ConnectionId id) => $"{List}/{id}";
}
