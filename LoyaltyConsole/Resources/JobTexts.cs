using LoyaltyConsole.Core.Jobs;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LoyaltyConsole.Resources;

/// <summary>The texts of the jobs' page.</summary>
public sealed class JobTexts;

/// <summary>Turns jobs and their runs into words.</summary>
public static class JobWords
{
    private static readonly Duration Minute = NodaTime.Duration.FromMinutes(1);

    /// <summary>What a job is called.</summary>
    public static string Name(this IStringLocalizer<JobTexts> texts, Job job) => texts[$"Name_{job}"];

    /// <summary>Who started a run.</summary>
    public static string By(this IStringLocalizer<JobTexts> texts, JobRun run) =>
        string.Equals(run.StartedBy, JobBook.Scheduler, StringComparison.Ordinal) ? texts["Schedule"] : run.StartedBy;

    /// <summary>How long a run took, or has been running.</summary>
    public static string Duration(this IStringLocalizer<JobTexts> texts, JobRun run, IClock clock)
    {
        if (run.EndedAt is null && run.State != JobRunState.Running)
        {
            return "";
        }

        var took = NodaTime.Duration.Max((run.EndedAt ?? clock.GetCurrentInstant()) - run.StartedAt, NodaTime.Duration.Zero);
        return took < Minute ? texts["Seconds", took.TotalSeconds] : texts["Minutes", (int)took.TotalMinutes, took.Seconds];
    }
}
