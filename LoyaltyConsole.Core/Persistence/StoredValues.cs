using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Core.Transfers.Exporting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>How the domain's values lie in the database: ids, points and instants as whole numbers, dates as ISO text.</summary>
internal static class StoredValues
{
    public static void Configure(ModelConfigurationBuilder model)
    {
        model.Properties<Points>().HaveConversion<PointsConverter>();
        model.Properties<Instant>().HaveConversion<InstantConverter>();
        model.Properties<LocalDate>().HaveConversion<DateConverter>().HaveMaxLength(10);
        model.Properties<AnnualDate>().HaveConversion<AnnualDateConverter>().HaveMaxLength(5);
        model.Properties<CustomerId>().HaveConversion<CustomerIdConverter>();
        model.Properties<LedgerEntryId>().HaveConversion<LedgerEntryIdConverter>();
        model.Properties<NoteId>().HaveConversion<NoteIdConverter>();
        model.Properties<OrderId>().HaveConversion<OrderIdConverter>();
        model.Properties<CampaignId>().HaveConversion<CampaignIdConverter>();
        model.Properties<IntegrationId>().HaveConversion<IntegrationIdConverter>();
        model.Properties<TierId>().HaveConversion<TierIdConverter>();
        model.Properties<RewardId>().HaveConversion<RewardIdConverter>();
        model.Properties<CustomerRewardId>().HaveConversion<CustomerRewardIdConverter>();
        model.Properties<CouponId>().HaveConversion<CouponIdConverter>();
        model.Properties<OneTimeCodeId>().HaveConversion<OneTimeCodeIdConverter>();
        model.Properties<ImportId>().HaveConversion<ImportIdConverter>();
        model.Properties<CustomerViewId>().HaveConversion<CustomerViewIdConverter>();
        model.Properties<SavedMappingId>().HaveConversion<SavedMappingIdConverter>();
        model.Properties<ExportId>().HaveConversion<ExportIdConverter>();
        model.Properties<IntegrationKeyId>().HaveConversion<IntegrationKeyIdConverter>();
        model.Properties<ConnectionId>().HaveConversion<ConnectionIdConverter>();
        model.Properties<MergeRequestId>().HaveConversion<MergeRequestIdConverter>();
        model.Properties<ApprovalRequestId>().HaveConversion<ApprovalRequestIdConverter>();
        model.Properties<JobRunId>().HaveConversion<JobRunIdConverter>();
        model.Properties<MessageId>().HaveConversion<MessageIdConverter>();
        model.Properties<SegmentModelId>().HaveConversion<SegmentModelIdConverter>();
        model.Properties<SegmentId>().HaveConversion<SegmentIdConverter>();
        model.Properties<SegmentRunId>().HaveConversion<SegmentRunIdConverter>();
    }

    private sealed class PointsConverter() : ValueConverter<Points, long>(v => v.Hundredths, v => new Points(v));

    // SQLite cannot order or compare most date types, but it can order whole milliseconds.
    private sealed class InstantConverter() : ValueConverter<Instant, long>(
        v => v.ToUnixTimeMilliseconds(), v => Instant.FromUnixTimeMilliseconds(v));

    private sealed class DateConverter() : ValueConverter<LocalDate, string>(
        v => LocalDatePattern.Iso.Format(v), v => LocalDatePattern.Iso.Parse(v).Value);

    private sealed class AnnualDateConverter() : ValueConverter<AnnualDate, string>(
        v => AnnualDatePattern.Iso.Format(v), v => AnnualDatePattern.Iso.Parse(v).Value);

    private sealed class CustomerIdConverter() : ValueConverter<CustomerId, long>(v => v.Value, v => new CustomerId(v));

    private sealed class LedgerEntryIdConverter() : ValueConverter<LedgerEntryId, long>(v => v.Value, v => new LedgerEntryId(v));

    private sealed class NoteIdConverter() : ValueConverter<NoteId, long>(v => v.Value, v => new NoteId(v));

    private sealed class OrderIdConverter() : ValueConverter<OrderId, long>(v => v.Value, v => new OrderId(v));

    private sealed class CampaignIdConverter() : ValueConverter<CampaignId, long>(v => v.Value, v => new CampaignId(v));

    private sealed class IntegrationIdConverter() : ValueConverter<IntegrationId, long>(v => v.Value, v => new IntegrationId(v));

    private sealed class TierIdConverter() : ValueConverter<TierId, long>(v => v.Value, v => new TierId(v));

    private sealed class RewardIdConverter() : ValueConverter<RewardId, long>(v => v.Value, v => new RewardId(v));

    private sealed class CustomerRewardIdConverter() : ValueConverter<CustomerRewardId, long>(v => v.Value, v => new CustomerRewardId(v));

    private sealed class OneTimeCodeIdConverter() : ValueConverter<OneTimeCodeId, long>(v => v.Value, v => new OneTimeCodeId(v));

    private sealed class CouponIdConverter() : ValueConverter<CouponId, long>(v => v.Value, v => new CouponId(v));

    private sealed class ImportIdConverter() : ValueConverter<ImportId, long>(v => v.Value, v => new ImportId(v));

    private sealed class CustomerViewIdConverter() : ValueConverter<CustomerViewId, long>(v => v.Value, v => new CustomerViewId(v));

    private sealed class SavedMappingIdConverter() : ValueConverter<SavedMappingId, long>(v => v.Value, v => new SavedMappingId(v));

    private sealed class ExportIdConverter() : ValueConverter<ExportId, long>(v => v.Value, v => new ExportId(v));

    private sealed class IntegrationKeyIdConverter() : ValueConverter<IntegrationKeyId, long>(v => v.Value, v => new IntegrationKeyId(v));

    private sealed class ConnectionIdConverter() : ValueConverter<ConnectionId, long>(v => v.Value, v => new ConnectionId(v));

    private sealed class MergeRequestIdConverter() : ValueConverter<MergeRequestId, long>(v => v.Value, v => new MergeRequestId(v));

    private sealed class ApprovalRequestIdConverter() : ValueConverter<ApprovalRequestId, long>(v => v.Value, v => new ApprovalRequestId(v));

    private sealed class JobRunIdConverter() : ValueConverter<JobRunId, long>(v => v.Value, v => new JobRunId(v));

    private sealed class MessageIdConverter() : ValueConverter<MessageId, long>(v => v.Value, v => new MessageId(v));

    private sealed class SegmentModelIdConverter() : ValueConverter<SegmentModelId, long>(v => v.Value, v => new SegmentModelId(v));

    private sealed class SegmentIdConverter() : ValueConverter<SegmentId, long>(v => v.Value, v => new SegmentId(v));

    private sealed class SegmentRunIdConverter() : ValueConverter<SegmentRunId, long>(v => v.Value, v => new SegmentRunId(v));
}
