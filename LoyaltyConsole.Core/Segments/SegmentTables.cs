using LoyaltyConsole.Core.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Segments;

internal sealed class StoredSegmentModel
{
    public SegmentModelId Id { get; init; }

    public required string Name { get; set; }

    public required string Method { get; set; }

    public bool IsChosen { get; set; }

    public int Version { get; set; }

    public SegmentRunId? CurrentRun { get; set; }
}

// One that the model has no more keeps its name for the snapshots, without a place.
internal sealed class StoredSegment
{
    public SegmentId Id { get; init; }

    public SegmentModelId ModelId { get; init; }

    public SegmentKind Kind { get; init; }

    public int? Place { get; set; }

    public required string Name { get; set; }

    public required string Rule { get; set; }
}

internal enum SegmentRunState
{
    UnderWay = 1,
    Whole = 2,

    // Whole, but the customers' scores are no longer kept.
    Thinned = 3,

    // There is a later one of the same day; it goes in steps.
    Replaced = 4,
}

internal sealed class StoredSegmentRun
{
    public SegmentRunId Id { get; init; }

    public SegmentModelId ModelId { get; init; }

    public LocalDate AnalysedOn { get; init; }

    public Instant RanAt { get; init; }

    public required string RanBy { get; init; }

    public Guid? CommandKey { get; init; }

    public SegmentRunState State { get; init; }

    public required string Method { get; init; }

    public required string Facts { get; init; }

    public long Changed { get; init; }
}

internal sealed class StoredSegmentScore
{
    public SegmentRunId RunId { get; init; }

    public CustomerId CustomerId { get; init; }

    public int Recency { get; init; }

    public int Frequency { get; init; }

    public long Monetary { get; init; }

    public int R { get; init; }

    public int F { get; init; }

    public int M { get; init; }

    public SegmentId SegmentId { get; init; }
}

internal sealed class StoredSegmentSize
{
    public SegmentRunId RunId { get; init; }

    public SegmentId SegmentId { get; init; }

    public int Place { get; init; }

    public long Customers { get; init; }

    public long Revenue { get; init; }

    public Points Points { get; init; }
}

internal sealed class StoredCustomerSegment
{
    public SegmentModelId ModelId { get; init; }

    public CustomerId CustomerId { get; init; }

    public SegmentId SegmentId { get; init; }

    public SegmentId? PreviousId { get; init; }

    // The day of the analysis that brought them there, counted from 1970.
    public int Since { get; init; }
}

internal sealed class SegmentModelTable : IEntityTypeConfiguration<StoredSegmentModel>
{
    public void Configure(EntityTypeBuilder<StoredSegmentModel> builder)
    {
        builder.ToTable("SegmentModels");
        builder.HasKey(model => model.Id);
        builder.Property(model => model.Name).HasMaxLength(SegmentModel.NameLength);
        builder.HasIndex(model => model.Name).IsUnique();
        builder.HasIndex(model => model.IsChosen).IsUnique().HasFilter("IsChosen = 1");
    }
}

internal sealed class SegmentTable : IEntityTypeConfiguration<StoredSegment>
{
    public void Configure(EntityTypeBuilder<StoredSegment> builder)
    {
        builder.ToTable("Segments", table => table.HasCheckConstraint("CK_Segments_have_a_kind", "Kind IN (1, 2, 3)"));
        builder.HasKey(segment => segment.Id);
        builder.Property(segment => segment.Name).HasMaxLength(SegmentModel.NameLength);
        builder.HasIndex(segment => new { segment.ModelId, segment.Place }).IsUnique().HasFilter("Place IS NOT NULL");
    }
}

internal sealed class SegmentRunTable : IEntityTypeConfiguration<StoredSegmentRun>
{
    public void Configure(EntityTypeBuilder<StoredSegmentRun> builder)
    {
        builder.ToTable("SegmentRuns", table => table.HasCheckConstraint("CK_SegmentRuns_are_under_way_or_whole", "State BETWEEN 1 AND 4"));
        builder.HasKey(run => run.Id);
        builder.Property(run => run.RanBy).HasMaxLength(200);
        builder.HasIndex(run => new { run.ModelId, run.AnalysedOn });

        // A command runs a model once.
        builder.HasIndex(run => run.CommandKey).IsUnique().HasFilter("CommandKey IS NOT NULL");
    }
}

internal sealed class SegmentScoreTable : IEntityTypeConfiguration<StoredSegmentScore>
{
    public void Configure(EntityTypeBuilder<StoredSegmentScore> builder)
    {
        // Clustered by run (WITHOUT ROWID in the migration), because it is written, read and thrown away a run at a time.
        builder.ToTable("SegmentScores");
        builder.HasKey(score => new { score.RunId, score.CustomerId });
        builder.Property(score => score.RunId).ValueGeneratedNever();
        builder.Property(score => score.CustomerId).ValueGeneratedNever();
    }
}

internal sealed class SegmentSizeTable : IEntityTypeConfiguration<StoredSegmentSize>
{
    public void Configure(EntityTypeBuilder<StoredSegmentSize> builder)
    {
        builder.ToTable("SegmentSizes");
        builder.HasKey(size => new { size.RunId, size.SegmentId });
        builder.Property(size => size.RunId).ValueGeneratedNever();
        builder.Property(size => size.SegmentId).ValueGeneratedNever();
    }
}

internal sealed class CustomerSegmentTable : IEntityTypeConfiguration<StoredCustomerSegment>
{
    public void Configure(EntityTypeBuilder<StoredCustomerSegment> builder)
    {
        // Clustered by model (WITHOUT ROWID in the migration), so that a customer's segment is one step away.
        builder.ToTable("CustomerSegments");
        builder.HasKey(current => new { current.ModelId, current.CustomerId });
        builder.Property(current => current.ModelId).ValueGeneratedNever();
        builder.Property(current => current.CustomerId).ValueGeneratedNever();

        // A segment's customers in the order of their ids, by which the overview filters and sorts.
        builder.HasIndex(current => new { current.ModelId, current.SegmentId });
    }
}
