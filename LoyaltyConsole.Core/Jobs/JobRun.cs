using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Jobs;

/// <summary>The consecutive id of a run.</summary>
public readonly record struct JobRunId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>How far a run has come. The numbers are stored; never reuse one.</summary>
public enum JobRunState
{
    /// <summary>It is at work.</summary>
    Running = 1,

    /// <summary>It came to its end, perhaps with errors.</summary>
    Done = 2,

    /// <summary>A fault ended it; what it had done until then stays.</summary>
    Failed = 3,

    /// <summary>It was stopped, or its process ended; the next run goes on.</summary>
    Interrupted = 4,
}

/// <summary>A run of a job.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Job">Which job.</param>
/// <param name="State">How far it has come.</param>
/// <param name="StartedBy">The scheduler, a person, or the command line.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it runs and where nobody knows.</param>
/// <param name="Report">What it did so far.</param>
/// <param name="Fault">What ended it before its time; null where nothing did.</param>
public sealed record JobRun(
    JobRunId Id, Job Job, JobRunState State, string StartedBy, Instant StartedAt, Instant? EndedAt, JobReport Report, string? Fault);

/// <summary>A run as it is kept.</summary>
internal sealed class StoredJobRun
{
    public JobRunId Id { get; init; }

    public Job Job { get; init; }

    public JobRunState State { get; init; }

    public required string StartedBy { get; init; }

    public Instant StartedAt { get; init; }

    /// <summary>When its process last showed that it is alive.</summary>
    public Instant SeenAt { get; init; }

    public Instant? EndedAt { get; init; }

    public long Processed { get; init; }

    public long Changed { get; init; }

    public long Errors { get; init; }

    /// <summary>The findings in JSON.</summary>
    public string? Findings { get; init; }

    public string? Fault { get; init; }
}

internal sealed class JobRunTable : IEntityTypeConfiguration<StoredJobRun>
{
    public void Configure(EntityTypeBuilder<StoredJobRun> builder)
    {
        builder.ToTable("JobRuns", table =>
        {
            table.HasCheckConstraint("CK_JobRuns_run_or_have_ended", "State IN (1, 2, 3, 4)");
            table.HasCheckConstraint("CK_JobRuns_end_when_they_are_done", "State NOT IN (2, 3) OR EndedAt IS NOT NULL");
        });
        builder.HasKey(run => run.Id);
        builder.Property(run => run.StartedBy).HasMaxLength(200);

        // A job's runs, the latest first.
        builder.HasIndex(run => new { run.Job, run.Id });
    }
}
