using System.Text.Json;
using NodaTime;

namespace LoyaltyConsole.Core.Merging;

/// <summary>What was approved, as it is kept until the delay is over: the accounts as the operator saw them, and the choices.</summary>
internal sealed record MergeAgreement(long Main, long MainModifiedAt, long Integrated, long IntegratedModifiedAt, MergeChoices Choices)
{
    public static string Of(MergeApproval approval) => JsonSerializer.Serialize(new MergeAgreement(
        approval.Seen.Main, approval.Seen.MainModifiedAt.ToUnixTimeMilliseconds(),
        approval.Seen.Integrated, approval.Seen.IntegratedModifiedAt.ToUnixTimeMilliseconds(), approval.Choices));

    /// <summary>The approval again, to carry it out.</summary>
    public static MergeApproval Read(MergeRequest request)
    {
        var agreed = JsonSerializer.Deserialize<MergeAgreement>(request.Agreed!)!;
        var seen = new MergeVersions(
            agreed.Main, Instant.FromUnixTimeMilliseconds(agreed.MainModifiedAt), agreed.Integrated, Instant.FromUnixTimeMilliseconds(agreed.IntegratedModifiedAt));
        return new MergeApproval(request.ApprovalKey!.Value, request.Id, seen, agreed.Choices, request.Remarks);
    }
}
