using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Transfers.Exporting;

namespace LoyaltyConsole.Core;

/// <summary>What Core needs to be told.</summary>
public sealed class LoyaltyOptions
{
    /// <summary>Which engine holds the data.</summary>
    public DatabaseProvider Provider { get; init; }

    /// <summary>The engine's connection string.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Which features this installation has (E-016).</summary>
    public FeatureSet Features { get; init; } = FeatureSet.All;

    /// <summary>
    /// Whether readers have the database's file mapped, up to 2 GB of it, instead of copying each page: for a console in which
    /// people look things up all day. A verb of the command line is over before it pays, and the file would count as its memory.
    /// </summary>
    public bool ReadsMapped { get; init; }

    /// <summary>How much one person may take out.</summary>
    public ExportLimits Exports { get; init; } = ExportLimits.Default;

    /// <summary>Where exports wait for slow browsers, as files without a name.</summary>
    public string ExportFolder { get; init; } = Path.GetTempPath();
}
