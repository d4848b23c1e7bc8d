namespace LoyaltyConsole.Core.Customers.Privacy;

/// <summary>
/// Every text column of the database, once: either it says something about a customer, and then how it is found, erased
/// and copied (X12); or it does not, and why. A test compares it with the database's model.
/// </summary>
internal static class PrivacyRegistry
{
    private const string TheirOrders = "CustomerId = @customer";

    // Sent by their reference or e-mail address, or booked as one of their orders since.
    private const string TheirUnmatched =
        """
        (Id IN (SELECT d.Id FROM Orders o JOIN UnmatchedDocuments d ON d.IntegrationId = o.IntegrationId AND d.RefId = o.RefId AND d.Type = o.Type
                WHERE o.CustomerId = @customer)
         OR (Type = 1 AND IntegrationId = @integration AND Sought IN (SELECT value FROM json_each(@refs)))
         OR (Type = 1 AND lower(Sought) IN (SELECT lower(value) FROM json_each(@sole))))
        """;

    private const string TheirDocuments = "IN (SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT) FROM json_each(@documents))";

    /// <summary>What is personal, in the order in which it is erased: what is found by something else comes before that.</summary>
    public static readonly IReadOnlyList<PersonalData> Personal =
    [
        new(PersonalKind.Calls, "AnsweredCalls", "CustomerId = @customer",
            PersonalColumn.Emptied("Key"), PersonalColumn.Emptied("Body"), PersonalColumn.Emptied("Content", isRepeated: true))
        {
            IsRemoved = true,
            Beside = ["At", "Status"],
        },
        new(PersonalKind.Calls, "AnsweredCalls",
            $"CustomerId IS NULL AND ({PersonalData.Names("AnsweredCalls.Key", "@sole")} OR {PersonalData.Names("CAST(Body AS TEXT)", "@sole")})",
            PersonalColumn.Emptied("Key"), PersonalColumn.Emptied("Body"), PersonalColumn.Emptied("Content", isRepeated: true))
        {
            IsRemoved = true,
            Beside = ["At", "Status"],
        },
        new(PersonalKind.AuditTrail, "AuditEntries",
            $"""
            CustomerId IS NULL AND ({PersonalData.Names("Before", "@sole")} OR {PersonalData.Names("After", "@sole")}
                OR (Deed = 'DismissUnmatched' AND After IN (
                    SELECT CASE Type WHEN 1 THEN 'Order ' ELSE 'CreditNote ' END || RefId || ': ' || SettledReason
                    FROM UnmatchedDocuments WHERE {TheirUnmatched})))
            """,
            PersonalColumn.Covered("Before"), PersonalColumn.Covered("After"))
        {
            Beside = ["At", "Deed"],
        },
        new(PersonalKind.AuditTrail, "Exports", $"{PersonalData.Names("Reason", "@sole")} OR {PersonalData.Names("Filter", "@sole")}",
            PersonalColumn.Covered("Reason"), PersonalColumn.Covered("Filter"))
        {
            Beside = ["RequestedAt", "Kind"],
        },
        new(PersonalKind.Notes, "CustomerViews", $"{PersonalData.Names("Name", "@sole")} OR {PersonalData.Names("Query", "@sole")}",
            PersonalColumn.Emptied("Name"), PersonalColumn.Emptied("Query"))
        {
            // Without what it searched for it would find everybody.
            IsRemoved = true,
            Beside = ["SavedAt"],
        },
        new(PersonalKind.UnmatchedOrders, "UnmatchedDocuments", TheirUnmatched,
            PersonalColumn.Number("RefId"), PersonalColumn.Emptied("Sought"), new PersonalColumn("Content", "'{}'"), PersonalColumn.Cleared("SettledReason"))
        {
            // One that still waits waits for nobody any more.
            Also = "State = CASE State WHEN 1 THEN 3 ELSE State END",
            Beside = ["ReceivedAt", "Type", "State"],
        },
        new(PersonalKind.Imports, "ImportRows", $"(ImportId, Document) {TheirDocuments}", ImportRowColumns) { IsRemoved = true },
        new(PersonalKind.Imports, "ImportRows",
            $"""
            ImportId IN (SELECT Id FROM Imports WHERE Status >= 5) AND (
                CustomerKey IN (SELECT value FROM json_each(@keys))
                OR (CustomerKey IN (SELECT 'r:' || value FROM json_each(@refs)) AND ImportId IN (SELECT Id FROM Imports WHERE IntegrationId = @integration))
                OR {PersonalData.Names("Cells", "@sole")})
            """,
            ImportRowColumns)
        {
            IsRemoved = true,
        },
        new(PersonalKind.Imports, "ImportDocuments", $"(ImportId, Number) {TheirDocuments}",
            PersonalColumn.Cleared("Name"), PersonalColumn.Cleared("Email"), PersonalColumn.Cleared("Phone"), PersonalColumn.Cleared("CustomerKey"),
            PersonalColumn.Cleared("ReasonDetail"), PersonalColumn.Number("OrderRef"), PersonalColumn.Cleared("OriginalOrderRef"))
        {
            Beside = ["ImportId", "FirstLine", "PlacedAt", "GoodsTotal", "Currency"],
        },
        new(PersonalKind.Imports, "ImportedPoints",
            $"""
            ImportId IN (SELECT Id FROM Imports WHERE Kind = 'points') AND (CustomerId = @customer
                OR (CustomerId = 0 AND ({PersonalData.Names("Named", "@sole")} OR {PersonalData.Names("Cells", "@sole")})))
            """,
            PersonalColumn.Cleared("Named"), PersonalColumn.Cleared("Cells"), PersonalColumn.Cleared("InternalReason"), PersonalColumn.Cleared("CustomerText"),
            PersonalColumn.Cleared("Identifier"), PersonalColumn.Cleared("ReasonDetail"))
        {
            Beside = ["ImportId", "Line", "Points", "Difference", "State"],
        },
        new(PersonalKind.Imports, "ImportedCustomers",
            $"""
            CustomerId = @customer OR (CustomerId IS NULL AND ImportId IN (SELECT Id FROM Imports WHERE Kind = 'customers')
                AND ({PersonalData.Names("Named", "@sole")} OR {PersonalData.Names("Cells", "@sole")}))
            """,
            PersonalColumn.Cleared("Named"), PersonalColumn.Cleared("Cells"), new PersonalColumn("Given", "'{}'"), new PersonalColumn("Changes", "'[]'"),
            PersonalColumn.Cleared("ReasonDetail"))
        {
            Beside = ["ImportId", "Line", "State"],
        },
        new(PersonalKind.Imports, "ImportedTiers",
            $"""
            CustomerId = @customer OR (CustomerId IS NULL AND ImportId IN (SELECT Id FROM Imports WHERE Kind = 'tiers')
                AND ({PersonalData.Names("Named", "@sole")} OR {PersonalData.Names("Cells", "@sole")}))
            """,
            PersonalColumn.Cleared("Named"), PersonalColumn.Cleared("Cells"), PersonalColumn.Cleared("Note"), PersonalColumn.Cleared("LockReasonBefore"),
            PersonalColumn.Cleared("ReasonDetail"))
        {
            Beside = ["ImportId", "Line", "TierBefore", "TierAfter", "State"],
        },
        new(PersonalKind.Imports, "ImportedCoupons",
            $"""
            CustomerId = @customer OR (CustomerId IS NULL AND ImportId IN (SELECT Id FROM Imports WHERE Kind = 'coupons')
                AND ({PersonalData.Names("Named", "@sole")} OR {PersonalData.Names("Cells", "@sole")}))
            """,
            PersonalColumn.Cleared("Named"), PersonalColumn.Cleared("Cells"), PersonalColumn.Cleared("Identifier"), PersonalColumn.Cleared("ReasonDetail"))
        {
            Beside = ["ImportId", "Line", "CampaignId", "State"],
        },
        new(PersonalKind.MergeRequests, "MergeRequests", "MainId = @customer", PersonalColumn.Cleared("RequestBy"), PersonalColumn.Cleared("Remarks"))
        {
            Beside = ["Id", "CreatedAt", "Status"],
        },
        new(PersonalKind.MergeRequests, "MergeRequests", "IntegratedId = @customer", PersonalColumn.Cleared("RequestFor"), PersonalColumn.Cleared("Remarks"))
        {
            Beside = ["Id", "CreatedAt", "Status"],
        },
        new(PersonalKind.ApprovalRequests, "ApprovalRequests", "CustomerId = @customer", new PersonalColumn("Content", "'{}'"), PersonalColumn.Cleared("Remarks"))
        {
            // One that still waits waits for nobody any more.
            Also = "Status = CASE Status WHEN 1 THEN 5 ELSE Status END",
            Beside = ["Id", "CreatedAt", "Deed", "Points", "Status"],
        },
        new(PersonalKind.PointsTexts, "LedgerEntries", TheirOrders, PersonalColumn.Cleared("InternalReason"), PersonalColumn.Cleared("CustomerText"))
        {
            Beside = ["Id", "CreatedAt", "EffectiveAt", "Kind", "Points", "Status"],
        },
        new(PersonalKind.TierNotes, "TierChanges", "CustomerId = @customer", PersonalColumn.Cleared("Note"))
        {
            Beside = ["At", "FromName", "ToName", "Cause"],
        },
        new(PersonalKind.Orders, "Orders", TheirOrders,
        [
            PersonalColumn.Number("RefId"), .. Address("Billing"), .. Address("Delivery"),
        ])
        {
            Beside = ["Id", "Type", "PlacedAt", "GoodsTotal", "Shipping", "Currency"],
        },
        new(PersonalKind.Notes, "CustomerNotes", "CustomerId = @customer", PersonalColumn.Emptied("Text"))
        {
            IsRemoved = true,
            Beside = ["CreatedAt", "EditedAt", "Kind"],
        },
        new(PersonalKind.Messages, "Messages", "CustomerId = @customer",
            PersonalColumn.Cleared("SentTo"), PersonalColumn.Emptied("Parameters"), PersonalColumn.Cleared("Detail"))
        {
            // What still waits reaches nobody any more.
            Also = "State = CASE WHEN State IN (1, 3) THEN 4 ELSE State END",
            Beside = ["CreatedAt", "Channel", "Template", "Language", "State", "SentAt"],
        },
        new(PersonalKind.Messages, "ConnectionContacts", "CustomerId = @customer", PersonalColumn.Cleared("Detail"))
        {
            Beside = ["ConnectionId", "State", "SentAt"],
        },
        new(PersonalKind.OneTimeCodes, "OneTimeCodes", "CustomerId = @customer") { IsRemoved = true, Beside = ["CreatedAt", "ExpiresAt", "State", "SettledAt", "Tries"] },
        new(PersonalKind.Segments, "CustomerSegments", "ModelId IN (SELECT DISTINCT ModelId FROM Segments) AND CustomerId = @customer")
        {
            IsRemoved = true,
            Beside = ["ModelId", "SegmentId", "PreviousId"],
        },
        new(PersonalKind.Segments, "SegmentScores", "RunId IN (SELECT Id FROM SegmentRuns) AND CustomerId = @customer")
        {
            IsRemoved = true,
            Beside = ["RunId", "Recency", "Frequency", "Monetary", "R", "F", "M", "SegmentId"],
        },
        new(PersonalKind.Pin, "CustomerPins", "CustomerId = @customer") { IsRemoved = true, Beside = ["Resets", "Tries", "LastTryAt"] },
        new(PersonalKind.AuditTrail, "AuditEntries", "CustomerId = @customer", PersonalColumn.Covered("Before"), PersonalColumn.Covered("After"))
        {
            Beside = ["At", "Deed"],
        },
        new(PersonalKind.Profile, "Customers", "Id = @customer",
        [
            .. Cleared(
                "RefId", "Name", "FirstName", "LastName", "Company", "Salutation", "Email", "Phone", "Language", "Birthday", "NameDay", "CustomerGroup", "CardNumber", "Gender",
                "TierLockReason"),
            PersonalColumn.Emptied("NameKey", isRepeated: true), PersonalColumn.Emptied("LastNameKey", isRepeated: true),
            PersonalColumn.Emptied("EmailKey", isRepeated: true), PersonalColumn.Emptied("PhoneDigits", isRepeated: true),
        ])
        {
            Beside = ["Id", "EnrolledAt", "ModifiedAt", "IsRegistered", "IsLocked", "Status", "LeftAt"],
        },
    ];

    /// <summary>What a copy for the person holds: everything personal with what it belongs to, and what happened to their points.</summary>
    public static IEnumerable<CopiedData> Copied =>
    [
        .. Personal.Reverse().Select(data => new CopiedData(
            data.Table, data.Rows, [.. data.Beside, .. data.Columns.Where(column => !column.IsRepeated).Select(column => column.Name)])),
        new("OrderPositions", "OrderId IN (SELECT Id FROM Orders WHERE CustomerId = @customer)",
            "OrderId", "Line", "Sku", "Variant", "Name", "Category", "Quantity", "UnitPrice"),
        new("Accounts", "CustomerId = @customer", "Collected", "Expired", "Locked", "Redeemable", "Debt", "Balance"),
        new("Lots", "CustomerId = @customer", "EntryId", "Amount", "Remaining", "EarnedAt", "LockedUntil", "ValidUntil"),
        new("Redemptions", "CustomerId = @customer", "EntryId", "CouponCode", "State", "ReservedUntil", "SettledAt", "OrderRefId"),
        new("CustomerRewards", "CustomerId = @customer", "RewardId", "GivenAt", "State", "SettledAt"),
        new("Coupons", "CustomerId = @customer", "Code", "GivenAt", "ValidUntil", "State", "SettledAt", "OrderRefId"),
        new("ReferralEvents", "CustomerId = @customer", "Type", "OccurredAt"),
    ];

    /// <summary>What is not personal, by the reason.</summary>
    public static readonly IReadOnlyList<NotPersonal> NotPersonal =
    [
        new("a member of staff, a shop or the console",
            "ApprovalRequests.Actor", "ApprovalRequests.ActorKey", "ApprovalRequests.DecidedBy", "AuditEntries.Actor", "CustomerNotes.Author", "CustomerNotes.AuthorKey", "CustomerViews.Owner", "CustomerViews.OwnerKey", "Coupons.GivenBy", "Coupons.SettledBy", "CustomerRewards.SettledBy", "Customers.TierLockedBy", "Erasures.Actor", "Exports.Actor", "Exports.ActorKey", "Imports.Actor", "ImportedTiers.LockedByBefore", "Imports.UndoneBy",
            "Connections.CreatedBy", "IntegrationKeys.CreatedBy", "IntegrationKeys.RevokedBy", "JobRuns.StartedBy", "LedgerEntries.Actor", "MergeRequests.Actor", "MergeRequests.ApprovedBy", "MergeRequests.DecidedBy", "MergeRequests.SubmitterKey", "OneTimeCodes.Actor", "Messages.NotTo", "Messages.StaffId", "TierChanges.Actor",
            "RoleLimits.Role", "SavedMappings.SavedBy", "SegmentRuns.RanBy", "StaffDays.Day", "StaffDays.StaffKey", "UnmatchedDocuments.SettledBy"),
        new("a code that was drawn by lot", "Coupons.Code", "LedgerEntries.CouponCode", "OneTimeCodes.Salt", "Redemptions.CouponCode"),
        new("an order's number, by which a shop tells what was bought", "Coupons.OrderRefId", "Redemptions.OrderRefId"),
        new("what was bought, which statistics are made of", "OrderPositions.Category", "OrderPositions.Name", "OrderPositions.Sku", "OrderPositions.Variant"),
        new("a currency or a till", "Orders.Currency", "Orders.TerminalId", "ImportDocuments.Currency"),
        new("the name of a deed", "AuditEntries.Deed"),
        new("a message without what it says: its key of ids, its language, and for staff what they may do", "Messages.Key", "Messages.Language", "Messages.WhoMay"),
        new("the name of a level at the time", "TierChanges.FromName", "TierChanges.ToName"),
        new("a hash of a command with its random key", "Commands.Fingerprint", "TierChanges.Fingerprint"),
        new("a file as a whole, not one of its rows",
            "Imports.FileHash", "Imports.FileName", "Imports.Header", "Imports.Kind", "Imports.Options", "Imports.Refusal",
            "SavedMappings.HeaderKey", "SavedMappings.Map", "SavedMappings.Name"),
        new("which columns a file has, and when, by whom and by which kind of filter", "Exports.Columns", "Exports.FileName"),
        new("a call without what was sent", "CallProblems.Code", "CallProblems.Method", "CallProblems.Route"),
        new("a shop's key", "IntegrationKeys.Hash", "IntegrationKeys.Prefix"),
        new("where connections lead, and their keys under lock", "Connections.Address", "Connections.Detail", "Connections.List", "Connections.Secret"),
        new("hashes, by which a change is noticed", "ConnectionContacts.SentProof"),
        new("an address under lock, kept until the mailing service has taken the person away", "ConnectionContacts.SentAddress"),
        new("what a job counted and stumbled over, by ids", "JobRuns.Fault", "JobRuns.Findings"),
        new("which data was erased or moved, without it", "Erasures.Cleared", "MergeRequests.Agreed", "MergeRequests.Manifest"),
        new("the name of a rule", "MergeRequests.Failure"),
        new("the programme's own",
            "Campaigns.Category", "Campaigns.CouponText", "Campaigns.Name", "Campaigns.Sku", "Campaigns.Variant", "CampaignTerms.Category", "CampaignTerms.Sku",
            "CampaignTerms.Variant", "Connections.Name", "Integrations.Name", "Programme.CallingCode", "Programme.Currency", "Programme.Language", "Programme.Name", "Programme.PinSecret",
            "Programme.UnitDe", "Programme.UnitEn", "Programme.UnitsDe", "Programme.UnitsEn", "Programme.ZoneId", "Rewards.Description", "Rewards.Name",
            "SegmentModels.Method", "SegmentModels.Name", "SegmentRuns.AnalysedOn", "SegmentRuns.Facts", "SegmentRuns.Method", "Segments.Name", "Segments.Rule",
            "TierRuns.Rules", "Tiers.Name"),
    ];

    private static PersonalColumn[] ImportRowColumns =>
    [
        .. Cleared("Name", "Email", "Phone", "CustomerKey", "OrderRef", "OriginalOrderRef", "ReasonDetail", "Cells"),
        .. Cleared("Sku", "ItemName", "Category", "Currency").Select(column => column with { IsRepeated = true }),
    ];

    private static IEnumerable<PersonalColumn> Address(string of) =>
        Cleared($"{of}_Name", $"{of}_Company", $"{of}_Street", $"{of}_PostalCode", $"{of}_City", $"{of}_Country");

    private static IEnumerable<PersonalColumn> Cleared(params IEnumerable<string> names) => names.Select(PersonalColumn.Cleared);
}
