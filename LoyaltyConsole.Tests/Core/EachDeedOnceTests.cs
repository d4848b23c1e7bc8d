using System.Reflection;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core;

/// <summary>Whatever a screen or a shop sends eight times at once has the effect of once (target S1).</summary>
public sealed class EachDeedOnceTests
{
    private static readonly string[] _reads =
    [
        "AuditLog.ChoicesAsync",
        "AuditLog.ListAsync",
        "BulkImports.WriteAsync",
        "CallLog.ProblemsAsync",
        "CampaignBook.ListAsync",
        "CampaignBook.PastTermsAsync",
        "CampaignBook.ToGiveAsync",
        "CampaignGrants.PreviewAsync",
        "ConnectionBook.ListAsync",
        "ConnectionBook.OpenAsync",
        "ConnectionBook.RefusedAsync",
        "ConnectionBook.TryAsync",
        "CouponBook.ListAsync",
        "CustomerActivities.ListAsync",
        "CustomerDirectory.CountAsync",
        "CustomerDirectory.ListAsync",
        "CustomerDirectory.PlaceAsync",
        "CustomerDuplicates.FindAsync",
        "CustomerEnquiries.BalanceAsync",
        "CustomerEnquiries.FindAsync",
        "CustomerEnquiries.HistoryAsync",
        "CustomerEnquiries.OpenAsync",
        "CustomerJourneys.ListAsync",
        "CustomerNotes.ListAsync",
        "CustomerProfiles.OpenAsync",
        "CustomerSegments.DevelopmentAsync",
        "CustomerSegments.OpenAsync",
        "CustomerViews.ListAsync",
        "SavedMappings.ListAsync",
        "CustomerTiers.AfterAsync",
        "CustomerTiers.HistoryAsync",
        "CustomerTiers.OpenAsync",
        "CustomerTiers.PreviewAsync",
        "CustomerTransactions.ListAsync",
        "Erasures.CertificateAsync",
        "ExportBook.ListAsync",
        "AccountMerges.RehearseAsync",
        "ApprovalRequests.ListAsync",
        "ApprovalRequests.PreviewAsync",
        "ImportBook.CountsAsync",
        "ImportBook.CouponsAsync",
        "ImportBook.CustomersAsync",
        "ImportBook.DocumentsAsync",
        "ImportBook.ListAsync",
        "ImportBook.OpenAsync",
        "ImportBook.PointsAsync",
        "ImportBook.RejectedAsync",
        "ImportBook.TiersAsync",
        "ImportBook.UndoEffectAsync",
        "ImportBook.WriteErrorsAsync",
        "IntegrationKeys.ListAsync",
        "JobBook.ListAsync",
        "JobBook.StandingsAsync",
        "MergeRequests.ListAsync",
        "MergeSuggestions.ListAsync",
        "MessageBook.CountsAsync",
        "MessageBook.ListAsync",
        "MessageBook.OfCustomerAsync",
        "Notices.ListAsync",
        "OneTimeCodes.ListAsync",
        "OrderHistory.ListAllAsync",
        "OrderHistory.ListAsync",
        "OrderHistory.OpenAsync",
        "FileImports.LookAsync",
        "PointsDevelopment.DevelopmentAsync",
        "PointsDevelopment.FutureAsync",
        "PointsExplanation.ExplainAsync",
        "PointsHistory.ListAsync",
        "PointsLedger.AccountAsync",
        "PointsLedger.PreviewAsync",
        "PointsLedger.PreviewReversalAsync",
        "PointsStatements.ListAsync",
        "ReferralHistory.ListAsync",
        "RewardBook.CatalogueAsync",
        "RewardBook.ChoicesAsync",
        "RewardBook.ListAsync",
        "RewardBook.PreviewAsync",
        "ProgrammeCount.FiguresAsync",
        "SegmentBook.ListAsync",
        "SegmentReports.MovementAsync",
        "SegmentReports.SnapshotsAsync",
        "SegmentRunner.RehearseAsync",
        "TierBook.ListAsync",
        "TierRecalculation.MoversAsync",
        "TierRecalculation.RehearseAsync",
        "UnmatchedOrders.ListAsync",
    ];

    // Each makes ready what the deed needs, and answers the deed. Two are no deeds of a screen's button: each staging is
    // an import of its own, which books nothing; and a made-up programme is refused once there are customers.
    private static readonly Dictionary<string, Func<Programme, CustomerId, Task<Func<Task>>>> _deeds = new(StringComparer.Ordinal)
    {
        ["PointsLedger.AdjustAsync"] = async (programme, ada) =>
        {
            var adjustment = await programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(5));
            return () => programme.Ledger.AdjustAsync(adjustment, programme.Agent);
        },
        ["PointsLedger.AdjustForShopAsync"] = (programme, ada) =>
        {
            var adjustment = Adjustment.OfShop(Guid.CreateVersion7(), ada, Points.Whole(-5), integration: null);
            return Deed(() => programme.Ledger.AdjustForShopAsync(adjustment, programme.Agent));
        },
        ["CustomerViews.SaveAsync"] = (programme, _) =>
        {
            var draft = new CustomerViewDraft(Guid.CreateVersion7(), "Locked", "locked=yes", IsShared: true);
            return Deed(() => programme.Get<CustomerViews>().SaveAsync(draft, programme.Agent));
        },
        ["CustomerViews.DeleteAsync"] = async (programme, _) =>
        {
            var view = (await programme.Get<CustomerViews>().SaveAsync(new(Guid.CreateVersion7(), "Locked", "locked=yes", IsShared: true), programme.Agent)).OrThrow();
            return () => programme.Get<CustomerViews>().DeleteAsync(view.Id, programme.Agent);
        },
        ["SavedMappings.SaveAsync"] = (programme, _) =>
        {
            var draft = new SavedMappingDraft(Guid.CreateVersion7(), ImportKind.Points, "Tills", ["a", "b"], "a=email,b=points");
            return Deed(() => programme.Get<SavedMappings>().SaveAsync(draft, programme.Manager));
        },
        ["SavedMappings.RenameAsync"] = async (programme, _) =>
        {
            var saved = (await programme.Get<SavedMappings>().SaveAsync(new(Guid.CreateVersion7(), ImportKind.Points, "Tills", ["a"], "a=email"), programme.Manager)).OrThrow();
            return () => programme.Get<SavedMappings>().RenameAsync(saved.Id, "Shops", programme.Manager);
        },
        ["SavedMappings.DeleteAsync"] = async (programme, _) =>
        {
            var saved = (await programme.Get<SavedMappings>().SaveAsync(new(Guid.CreateVersion7(), ImportKind.Points, "Tills", ["a"], "a=email"), programme.Manager)).OrThrow();
            return () => programme.Get<SavedMappings>().DeleteAsync(saved.Id, programme.Manager);
        },
        ["ExportBook.RequestAsync"] = (programme, _) =>
        {
            var order = new ExportOrder(Guid.CreateVersion7(), ExportKind.Customers, "for the newsletter");
            return Deed(() => programme.Get<ExportBook>().RequestAsync(order, programme.Manager));
        },
        ["ExportBook.FetchAsync"] = async (programme, _) =>
        {
            var order = new ExportOrder(Guid.CreateVersion7(), ExportKind.Customers, "for the newsletter");
            (await programme.Get<ExportBook>().RequestAsync(order, programme.Manager)).OrThrow();
            return () => programme.Get<ExportBook>().FetchAsync(order.Key, programme.Manager);
        },
        ["CustomerPins.VerifyAsync"] = async (programme, _) =>
        {
            // Right ones, of which none is ever too many.
            var guest = await programme.CustomerAsync(registered: false);
            var pin = await programme.PinAsync(guest);
            return () => programme.Get<CustomerPins>().VerifyAsync(guest, pin, programme.Agent);
        },
        ["CustomerPins.RevealAsync"] = async (programme, _) =>
        {
            var guest = await programme.CustomerAsync(registered: false);
            return () => programme.Get<CustomerPins>().RevealAsync(guest, programme.Manager);
        },
        ["CustomerPins.ResetAsync"] = async (programme, _) =>
        {
            var (key, guest) = (Guid.CreateVersion7(), await programme.CustomerAsync(email: "guest@example.org", registered: false));
            return () => programme.Get<CustomerPins>().ResetAsync(key, guest, programme.Agent);
        },
        ["PointsLedger.RedeemAsync"] = (programme, ada) =>
        {
            var redemption = new Redemption(Guid.CreateVersion7(), ada, Points.Whole(5));
            return Deed(() => programme.Ledger.RedeemAsync(redemption, programme.Agent));
        },
        ["PointsLedger.DiscardAsync"] = async (programme, ada) =>
        {
            var spent = await programme.RedeemAsync(ada, 5);
            return () => programme.Ledger.DiscardAsync(spent.Id, programme.Agent);
        },
        ["PointsLedger.ReserveAsync"] = (programme, ada) =>
        {
            var reservation = new Reservation(Guid.CreateVersion7(), ada, Points.Whole(5));
            return Deed(() => programme.Ledger.ReserveAsync(reservation, programme.Agent));
        },
        ["PointsLedger.ConfirmAsync"] = async (programme, ada) =>
        {
            var reserved = await programme.ReserveAsync(ada, 5);
            return () => programme.Ledger.ConfirmAsync(reserved.CouponCode, "1", programme.Agent);
        },
        ["PointsLedger.CancelAsync"] = async (programme, ada) =>
        {
            var reserved = await programme.ReserveAsync(ada, 5);
            return () => programme.Ledger.CancelAsync(reserved.CouponCode, programme.Agent);
        },
        ["PointsLedger.ReverseAsync"] = async (programme, ada) =>
        {
            var reversal = new EntryReversal(Guid.CreateVersion7(), (await programme.RedeemAsync(ada, 5)).Id, "Wrong customer");
            return () => programme.Ledger.ReverseAsync(reversal, programme.Manager);
        },
        ["PointsLedger.UndoAsync"] = async (programme, ada) =>
        {
            var (key, spent) = (Guid.CreateVersion7(), await programme.RedeemAsync(ada, 5));
            return () => programme.Ledger.UndoAsync(key, spent.Id, programme.Agent);
        },
        ["RewardBook.SaveAsync"] = (programme, _) => Deed(
            () => programme.Get<RewardBook>().SaveAsync(null, new RewardDraft("Mug", null, Points.Whole(5)), programme.Manager)),
        ["RewardBook.SpendAsync"] = async (programme, ada) =>
        {
            var (reward, account) = (await MugAsync(programme), await programme.AccountAsync(ada));
            var spend = new RewardSpend(Guid.CreateVersion7(), ada, reward.Id, account.Version, account.Figures.Balance);
            return () => programme.Get<RewardBook>().SpendAsync(spend, programme.Agent);
        },
        ["RewardBook.ReserveAsync"] = async (programme, ada) =>
        {
            var (reward, reservation) = (await MugAsync(programme), new Reservation(Guid.CreateVersion7(), ada, Points.Zero));
            return () => programme.Get<RewardBook>().ReserveAsync(reservation, reward.Id, programme.Agent);
        },
        ["RewardBook.UseAsync"] = async (programme, ada) =>
        {
            await SpentAsync(programme, ada);
            return () => programme.Get<RewardBook>().UseAsync(new CustomerRewardId(1), programme.Agent);
        },
        ["RewardBook.RemoveAsync"] = async (programme, ada) =>
        {
            await SpentAsync(programme, ada);
            return () => programme.Get<RewardBook>().RemoveAsync(new CustomerRewardId(1), evenIfUsed: false, programme.Agent);
        },
        ["CouponBook.GiveAsync"] = (programme, ada) =>
        {
            AddCouponCampaign(programme);
            var key = Guid.CreateVersion7();
            return Deed(() => programme.Get<CouponBook>().GiveAsync(key, ada, new CampaignId(5), programme.Agent));
        },
        ["CouponBook.UseAsync"] = async (programme, ada) =>
        {
            var coupon = await CouponAsync(programme, ada);
            return () => programme.Get<CouponBook>().UseAsync(coupon, "1", programme.Agent);
        },
        ["CouponBook.WithdrawAsync"] = async (programme, ada) =>
        {
            var coupon = await CouponAsync(programme, ada);
            return () => programme.Get<CouponBook>().WithdrawAsync(coupon, programme.Agent);
        },
        ["UnmatchedOrders.KeepAsync"] = (programme, _) => Deed(() => programme.Get<UnmatchedOrders>().KeepAsync(Lost(programme), "C-9", programme.Manager)),
        ["UnmatchedOrders.AssignAsync"] = async (programme, ada) =>
        {
            (await programme.Get<UnmatchedOrders>().KeepAsync(Lost(programme), "C-9", programme.Manager)).OrThrow();
            return () => programme.Get<UnmatchedOrders>().AssignAsync(new UnmatchedId(1), ada, null, programme.Manager);
        },
        ["UnmatchedOrders.DismissAsync"] = async (programme, _) =>
        {
            (await programme.Get<UnmatchedOrders>().KeepAsync(Lost(programme), "C-9", programme.Manager)).OrThrow();
            return () => programme.Get<UnmatchedOrders>().DismissAsync(new UnmatchedId(1), "A test order", programme.Manager);
        },
        ["ProgrammeBook.ChangeAsync"] = async (programme, _) =>
        {
            var seen = ProgrammeRules.Of(await programme.Get<ProgrammeBook>().SettingsAsync(CancellationToken.None));
            return () => programme.Get<ProgrammeBook>().ChangeAsync(seen, seen with { UndoMinutes = 3 }, Actor.Console("test"));
        },
        ["OrderBook.RecordAsync"] = (programme, ada) =>
        {
            var order = new NewOrder(ada, "Shop", "1", programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 1, 10m)]);
            return Deed(() => programme.Orders.RecordAsync(order, programme.Manager));
        },
        ["OrderBook.RecordCreditNoteAsync"] = async (programme, ada) =>
        {
            await programme.OrderAsync(ada, 10m, "1");
            var note = new NewCreditNote(ada, "Shop", "G", programme.Clock.GetCurrentInstant(), 10m, "1");
            return () => programme.Orders.RecordCreditNoteAsync(note, programme.Manager);
        },
        ["CustomerProfiles.SetActiveAsync"] = (programme, ada) => Deed(() => programme.Profiles.SetActiveAsync(ada, active: false, programme.Agent)),
        ["CustomerProfiles.SetLockedAsync"] = (programme, ada) => Deed(() => programme.Profiles.SetLockedAsync(ada, locked: true, programme.Agent)),
        ["CustomerBook.RegisterAsync"] = (programme, _) =>
        {
            var registration = new Registration(Guid.CreateVersion7(), "Shop") { LastName = "Byron" };
            return Deed(() => programme.Get<CustomerBook>().RegisterAsync(registration, programme.Agent));
        },
        ["CustomerBook.EditAsync"] = (programme, ada) => Deed(
            () => programme.Get<CustomerBook>().EditAsync(
                ada, new BasicDetails { FirstName = "Ada", LastName = "Byron", IsRegistered = true }.EditOf(
                    new BasicDetails { FirstName = "Ada", LastName = "Lovelace", IsRegistered = true }), programme.Agent)),
        ["Erasures.EraseAsync"] = (programme, ada) =>
        {
            var order = new ErasureOrder(Guid.CreateVersion7(), ada, ada.ToString());
            return Deed(() => programme.Get<Erasures>().EraseAsync(order, programme.Manager));
        },
        ["CustomerNotes.AddAsync"] = (programme, ada) =>
        {
            var note = new NewNote(Guid.CreateVersion7(), ada, NoteKind.Query, "Asked for a statement.");
            return Deed(() => programme.Get<CustomerNotes>().AddAsync(note, programme.Agent));
        },
        ["CustomerNotes.EditAsync"] = async (programme, ada) =>
        {
            var note = await NoteAsync(programme, ada);
            return () => programme.Get<CustomerNotes>().EditAsync(note, NoteKind.Complaint, "Complained.", programme.Agent);
        },
        ["CustomerNotes.DeleteAsync"] = async (programme, ada) =>
        {
            var note = await NoteAsync(programme, ada);
            return () => programme.Get<CustomerNotes>().DeleteAsync(note, programme.Agent);
        },
        ["CustomerNotes.RestoreAsync"] = async (programme, ada) =>
        {
            var note = await NoteAsync(programme, ada);
            (await programme.Get<CustomerNotes>().DeleteAsync(note, programme.Agent)).OrThrow();
            return () => programme.Get<CustomerNotes>().RestoreAsync(note, programme.Agent);
        },
        ["Participation.LeaveAsync"] = (programme, ada) => Deed(() => programme.Get<Participation>().LeaveAsync(ada, "asked for it", programme.Agent)),
        ["Participation.RejoinAsync"] = async (programme, ada) =>
        {
            (await programme.Get<Participation>().LeaveAsync(ada, "asked for it", programme.Agent)).OrThrow();
            return () => programme.Get<Participation>().RejoinAsync(ada, programme.Agent);
        },
        ["PersonalCopies.CopyAsync"] = (programme, ada) => Deed(() => programme.Get<PersonalCopies>().CopyAsync(ada, programme.Manager, CancellationToken.None)),
        ["MergeRequests.SubmitAsync"] = async (programme, _) =>
        {
            await programme.CustomerAsync(email: "a@example.org");
            await programme.CustomerAsync(email: "b@example.org");
            var submission = new NewMergeRequest(Guid.CreateVersion7(), "a@example.org", "b@example.org", IsConfirmed: true);
            return () => programme.Get<MergeRequests>().SubmitAsync(submission, programme.Agent);
        },
        ["MessageBook.RetryAsync"] = async (programme, ada) =>
        {
            var message = await MessageAsync(programme, ada, MessageState.Failed);
            return () => programme.Get<MessageBook>().RetryAsync(message, programme.Manager);
        },
        ["MessageBook.CancelAsync"] = async (programme, ada) =>
        {
            var message = await MessageAsync(programme, ada, MessageState.Waiting);
            return () => programme.Get<MessageBook>().CancelAsync(message, programme.Manager);
        },
        ["CallerChecks.CheckAsync"] = (programme, ada) => Deed(
            () => programme.Get<CallerChecks>().CheckAsync(ada, new CallerAnswer(CallerFact.Phone, "030 123456"), programme.Agent)),
        ["CallerChecks.VerifyAsync"] = async (programme, _) =>
        {
            var bo = await programme.CustomerAsync("Bo", "bo@example.org", "030 123456");
            CallerAnswer[] answers = [new(CallerFact.Phone, "030 123456"), new(CallerFact.Email, "bo@example.org")];
            return () => programme.Get<CallerChecks>().VerifyAsync(bo, answers, programme.Agent);
        },
        ["MergeRequests.RejectAsync"] = async (programme, _) =>
        {
            var (id, key) = (await AskedAsync(programme), Guid.CreateVersion7());
            return () => programme.Get<MergeRequests>().RejectAsync(id, key, "Two people", programme.Manager);
        },
        ["AccountMerges.ApproveAsync"] = async (programme, _) =>
        {
            var id = await AskedAsync(programme);
            var rehearsal = (await programme.Get<AccountMerges>().RehearseAsync(id, choices: null, programme.Manager)).OrThrow();
            var approval = new MergeApproval(Guid.CreateVersion7(), id, rehearsal.Versions, rehearsal.Proposal, Remarks: null);
            return () => programme.Get<AccountMerges>().ApproveAsync(approval, programme.Manager);
        },
        ["OneTimeCodes.SendAsync"] = async (programme, _) =>
        {
            await programme.ChangeAsync(settings => settings.SpendingNeedsCode = true);
            var (ben, key) = (await programme.CustomerAsync("Ben", "ben@example.org"), Guid.CreateVersion7());
            return () => programme.Get<OneTimeCodes>().SendAsync(key, ben, programme.Agent);
        },
        ["OneTimeCodes.RevealAsync"] = async (programme, _) =>
        {
            await programme.ChangeAsync(settings => settings.SpendingNeedsCode = true);
            var ben = await programme.CustomerAsync("Ben", "ben@example.org");
            var sent = (await programme.Get<OneTimeCodes>().SendAsync(Guid.CreateVersion7(), ben, programme.Agent)).OrThrow();
            return () => programme.Get<OneTimeCodes>().RevealAsync(sent.Id, programme.Manager);
        },
        ["AccountMerges.CancelAsync"] = async (programme, _) =>
        {
            await programme.ChangeAsync(settings => settings.MergeDelayMinutes = 30);
            var (id, key) = (await AskedAsync(programme), Guid.CreateVersion7());
            var rehearsal = (await programme.Get<AccountMerges>().RehearseAsync(id, choices: null, programme.Manager)).OrThrow();
            (await programme.Get<AccountMerges>().ApproveAsync(
                new MergeApproval(Guid.CreateVersion7(), id, rehearsal.Versions, rehearsal.Proposal, Remarks: null), programme.Manager)).OrThrow();
            return () => programme.Get<AccountMerges>().CancelAsync(id, key, "The caller is not sure", programme.Manager);
        },
        ["ApprovalRequests.SubmitAsync"] = async (programme, ada) =>
        {
            await LimitAsync(programme);
            var order = ApprovalOrder.Of(await programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(5)));
            return () => programme.Get<ApprovalRequests>().SubmitAsync(order, programme.Agent);
        },
        ["ApprovalRequests.WithdrawAsync"] = async (programme, ada) =>
        {
            var id = await SubmittedAsync(programme, ada);
            return () => programme.Get<ApprovalRequests>().WithdrawAsync(id, programme.Agent);
        },
        ["ApprovalRequests.RejectAsync"] = async (programme, ada) =>
        {
            var (id, key) = (await SubmittedAsync(programme, ada), Guid.CreateVersion7());
            return () => programme.Get<ApprovalRequests>().RejectAsync(id, key, "Too much", programme.Manager);
        },
        ["ApprovalRequests.ApproveAsync"] = async (programme, ada) =>
        {
            var id = await SubmittedAsync(programme, ada);
            var seen = (await programme.Get<ApprovalRequests>().PreviewAsync(id, programme.Manager)).OrThrow().Seen;
            var approval = new Approval(Guid.CreateVersion7(), id, seen);
            return () => programme.Get<ApprovalRequests>().ApproveAsync(approval, programme.Manager);
        },
        ["RoleLimits.ChangeAsync"] = (programme, _) => Deed(() => LimitAsync(programme)),
        ["Referrals.RecordAsync"] = (programme, ada) =>
        {
            var report = new NewReferralEvent(
                Guid.CreateVersion7(), new ReferralCode(ada).ToString(), ReferralType.Visit, Referred: null, programme.Clock.GetCurrentInstant());
            return Deed(() => programme.Get<Referrals>().RecordAsync(report, programme.Manager));
        },
        ["IntegrationKeys.CreateAsync"] = (programme, _) =>
        {
            var order = new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.All);
            return Deed(() => programme.Get<IntegrationKeys>().CreateAsync(order, Actor.Console("test")));
        },
        ["IntegrationKeys.RevokeAsync"] = async (programme, _) =>
        {
            var key = (await programme.Get<IntegrationKeys>().CreateAsync(
                new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.All), Actor.Console("test"))).OrThrow();
            return () => programme.Get<IntegrationKeys>().RevokeAsync(key.Id, Actor.Console("test"));
        },
        ["ConnectionBook.CreateAsync"] = (programme, _) =>
        {
            var order = new NewConnection(
                Guid.CreateVersion7(), ConnectionKind.Brevo, new ConnectionTerms("Newsletter", "https://api.brevo.com/v3"), "7", "key");
            return Deed(() => programme.Get<ConnectionBook>().CreateAsync(order, Actor.Console("test")));
        },
        ["ConnectionBook.EditAsync"] = (programme, _) => OnConnection(
            programme, (book, id) => book.EditAsync(id, new ConnectionTerms("Letters", "https://api.brevo.com/v3"), Actor.Console("test"))),
        ["ConnectionBook.ReplaceKeyAsync"] = (programme, _) => OnConnection(
            programme, (book, id) => book.ReplaceKeyAsync(id, "another", Actor.Console("test"))),
        ["ConnectionBook.PauseAsync"] = (programme, _) => OnConnection(programme, (book, id) => book.PauseAsync(id, Actor.Console("test"))),
        ["ConnectionBook.ResumeAsync"] = (programme, _) => OnConnection(
            programme, (book, id) => book.ResumeAsync(id, Actor.Console("test")), "UPDATE Connections SET State = 2"),
        ["ConnectionBook.DeleteAsync"] = (programme, _) => OnConnection(programme, (book, id) => book.DeleteAsync(id, Actor.Console("test"))),
        ["ConnectionBook.ExportAllAsync"] = (programme, _) => OnConnection(programme, (book, id) => book.ExportAllAsync(id, Actor.Console("test"))),
        ["ConnectionBook.RetryAsync"] = (programme, ada) => OnConnection(
            programme, (book, id) => book.RetryAsync(id, ada, Actor.Console("test")),
            $"INSERT INTO ConnectionContacts (ConnectionId, CustomerId, State, Version, Attempts, NextAttemptAt, IsExported) VALUES (1, {ada}, 2, 1, 1, 0, 0)"),
        ["CustomerTiers.ChangeAsync"] = async (programme, ada) =>
        {
            var order = await programme.TierOrderAsync(ada, "Gold") with { GivesRewards = true };
            return () => programme.Get<CustomerTiers>().ChangeAsync(order, programme.Manager);
        },
        ["TierBook.CreateAsync"] = (programme, _) => Deed(
            () => programme.Get<TierBook>().CreateAsync(new TierDraft("Bronze", Points.Whole(50), Points.Whole(5), null), programme.Manager)),
        ["TierBook.ChangeAsync"] = async (programme, _) =>
        {
            var levels = (await programme.Get<TierBook>().ListAsync(programme.Manager, CancellationToken.None)).OrThrow();
            var draft = new TierDraft("Silver", Points.Whole(90), Points.Whole(5), null);
            return () => programme.Get<TierBook>().ChangeAsync(levels[1].Level, draft, programme.Manager);
        },
        ["TierBook.DeleteAsync"] = async (programme, _) =>
        {
            var levels = (await programme.Get<TierBook>().ListAsync(programme.Manager, CancellationToken.None)).OrThrow();
            return () => programme.Get<TierBook>().DeleteAsync(levels[3].Level.Id, programme.Manager);
        },
        ["SegmentBook.CreateAsync"] = (programme, _) => Deed(
            () => programme.Get<SegmentBook>().CreateAsync(UsualModels.All[0] with { Name = "Mine" }, programme.Manager)),
        ["SegmentBook.ChangeAsync"] = async (programme, _) =>
        {
            var seen = (await programme.Get<SegmentBook>().ListAsync(programme.Manager, CancellationToken.None)).OrThrow()[1];
            var draft = UsualModels.All[1] with { Name = "Mine", Segments = [.. UsualModels.All[1].Segments.Take(2)] };
            return () => programme.Get<SegmentBook>().ChangeAsync(seen, draft, programme.Manager);
        },
        ["SegmentBook.ChooseAsync"] = (programme, _) => Deed(() => programme.Get<SegmentBook>().ChooseAsync(new SegmentModelId(2), programme.Manager)),
        ["SegmentBook.DeleteAsync"] = (programme, _) => Deed(() => programme.Get<SegmentBook>().DeleteAsync(new SegmentModelId(2), programme.Manager)),
        ["SegmentRunner.RunAsync"] = (programme, _) =>
        {
            var order = new SegmentRunOrder(Guid.CreateVersion7(), new SegmentModelId(1));
            return Deed(() => programme.Get<SegmentRunner>().RunAsync(order, programme.Manager));
        },
        ["FileImports.CommitAsync"] = async (programme, _) =>
        {
            var import = await StagedAsync(programme);
            return () => programme.Get<FileImports>().CommitAsync(import, programme.Manager, CancellationToken.None);
        },
        ["FileImports.DiscardAsync"] = async (programme, _) =>
        {
            var import = await StagedAsync(programme);
            return () => programme.Get<FileImports>().DiscardAsync(import, programme.Manager);
        },
        ["FileImports.UndoAsync"] = async (programme, _) =>
        {
            var import = await StagedAsync(programme);
            await programme.Get<FileImports>().CommitAsync(import, programme.Manager, CancellationToken.None);
            return () => programme.Get<FileImports>().UndoAsync(import, programme.Manager, CancellationToken.None);
        },
        ["FileImports.StageAsync"] = (programme, _) => Deed(() => StagedAsync(programme)),
        ["JobBook.RunAsync"] = (programme, _) =>
        {
            programme.Clock.Advance(NodaTime.Duration.FromDays(1));
            return Deed(() => programme.Get<JobBook>().RunAsync(Job.Expiry, programme.Manager, onStarted: null, CancellationToken.None));
        },
        ["CampaignBook.CreateAsync"] = (programme, _) =>
        {
            var key = Guid.CreateVersion7();
            return Deed(() => programme.Get<CampaignBook>().CreateAsync(key, new CampaignDraft("Five", CampaignKind.Order, Points.Whole(5)), programme.Manager));
        },
        ["CampaignBook.EditAsync"] = (programme, _) =>
        {
            var draft = new CampaignDraft("Two", CampaignKind.Revenue, Points.Whole(2));
            return Deed(() => programme.Get<CampaignBook>().EditAsync(new CampaignId(1), 1, draft, programme.Manager));
        },
        ["CampaignBook.EndAsync"] = (programme, _) => Deed(() => programme.Get<CampaignBook>().EndAsync(new CampaignId(1), programme.Manager)),
        ["CampaignGrants.GrantAsync"] = async (programme, ada) =>
        {
            programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays) VALUES (9, 'Sorry', 7, 500, 0)");
            var account = await programme.AccountAsync(ada);
            var grant = new CampaignGrant(Guid.CreateVersion7(), ada, new CampaignId(9), account.Version, account.Figures.Balance);
            return () => programme.Get<CampaignGrants>().GrantAsync(grant, programme.Agent);
        },
        ["MadeUpHistory.BookAsync"] = (programme, _) => Deed(
            () => programme.Get<MadeUpHistory>().BookAsync([], MadeUpOffers.None, programme.Manager, progress: null, CancellationToken.None)),
    };

    // A right PIN is no deed; and a made-up programme is refused here.
    private static readonly HashSet<string> _untraced = new(StringComparer.Ordinal) { "CustomerPins.VerifyAsync", "MadeUpHistory.BookAsync" };

    public static TheoryData<string> Deeds => [.. _deeds.Keys];

    [Fact]
    public void S1_every_deed_is_tried_here()
    {
        var deeds = typeof(PointsLedger).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Actor)) && typeof(Task).IsAssignableFrom(method.ReturnType))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
            .Except(_reads)
            .Distinct(StringComparer.Ordinal);

        Assert.Equal(_deeds.Keys.Order(StringComparer.Ordinal), deeds.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Deeds))]
    public async Task S1_eight_times_at_once_has_the_effect_of_once(string deed)
    {
        Assert.Equal(await EffectAsync(deed, times: 1), await EffectAsync(deed, times: 8));
    }

    [Theory]
    [MemberData(nameof(Deeds))]
    public async Task S11_every_deed_leaves_a_trace(string deed)
    {
        await using var programme = await Programme.CreateAsync();
        var act = await ReadyAsync(programme, deed);
        var before = Traces(programme);

        await act();

        Assert.Equal(!_untraced.Contains(deed), Traces(programme) > before);
    }

    [Theory]
    [MemberData(nameof(Deeds))]
    public async Task S11_a_deed_without_its_trace_does_not_happen(string deed)
    {
        await using var programme = await Programme.CreateAsync();
        var act = await ReadyAsync(programme, deed);
        var before = await StateAsync(programme);
        programme.Execute(PostgresServer.IsAsked
            ? """
              CREATE FUNCTION no_trace() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no trace' USING ERRCODE = 'check_violation'; END $$;
              CREATE TRIGGER NoTrace BEFORE INSERT ON AuditEntries FOR EACH ROW EXECUTE FUNCTION no_trace()
              """
            : "CREATE TRIGGER NoTrace BEFORE INSERT ON AuditEntries BEGIN SELECT RAISE(ABORT, 'no trace'); END");

        // What is booked in many small steps is traced when it ends; until then it goes on after any interruption.
        if (_untraced.Contains(deed) || deed is "FileImports.CommitAsync")
        {
            return;
        }

        Assert.NotNull(await Record.ExceptionAsync(act));
        Assert.Equal(before, await StateAsync(programme));
    }

    private static long Traces(Programme programme) => programme.Query("SELECT COUNT(*) FROM AuditEntries", row => row.GetInt64(0))[0];

    private static async Task<Func<Task>> ReadyAsync(Programme programme, string deed)
    {
        var ada = await programme.CustomerAsync();
        await programme.LotAsync(ada, 100);
        return await _deeds[deed](programme, ada);
    }

    private static async Task<string> EffectAsync(string deed, int times)
    {
        await using var programme = await Programme.CreateAsync();
        var act = await ReadyAsync(programme, deed);

        await Task.WhenAll(Enumerable.Range(0, times).Select(_ => Task.Run(act)));

        await programme.AssertLedgerHoldsAsync();
        return await StateAsync(programme);
    }

    private static async Task<string> StateAsync(Programme programme)
    {
        string[] tables =
        [
            "LedgerEntries", "Allocations", "Orders", "OrderPositions", "Customers", "Commands", "Rewards", "CustomerRewards", "Coupons",
            "MergeRequests", "ReferralEvents", "IntegrationKeys", "Connections", "Tiers", "TierChanges", "TierGrants", "CustomerPins", "CustomerNotes",
            "Campaigns", "CampaignTerms", "Erasures", "OneTimeCodes", "Messages", "SegmentModels", "Segments", "SegmentRuns", "SegmentScores", "CustomerSegments",
        ];
        return string.Join(' ', tables
            .Select(table => $"{table} {programme.Query($"SELECT COUNT(*) FROM {table}", row => row.GetInt64(0))[0]}"))
            + $" locked {programme.Query("SELECT IsLocked, Status FROM Customers", row => $"{row.GetInt64(0)}{row.GetInt64(1)}")[0]}"
            + $" connections {string.Join(',', programme.Query("SELECT State, Name, ExportTotal FROM Connections", row => $"{row.GetInt64(0)}{row.GetString(1)}{row.GetInt64(2)}"))}"
            + $" contacts {string.Join(',', programme.Query("SELECT State, Version FROM ConnectionContacts", row => $"{row.GetInt64(0)}{row.GetInt64(1)}"))}"
            + $" balance {(await programme.FiguresAsync(new CustomerId(1))).Balance}";
    }

    private static async Task<NoteId> NoteAsync(Programme programme, CustomerId customer) => (await programme.Get<CustomerNotes>().AddAsync(
        new NewNote(Guid.CreateVersion7(), customer, NoteKind.Query, "Asked for a statement."), programme.Agent)).OrThrow().Id;

    private static async Task<Func<Task>> OnConnection<T>(Programme programme, Func<ConnectionBook, ConnectionId, Task<T>> deed, string? before = null)
    {
        var made = (await programme.Get<ConnectionBook>().CreateAsync(
            new NewConnection(Guid.CreateVersion7(), ConnectionKind.Brevo, new ConnectionTerms("Newsletter", "https://api.brevo.com/v3"), "7", "key"),
            Actor.Console("test"))).OrThrow();
        if (before is not null)
        {
            programme.Execute(before);
        }

        return () => deed(programme.Get<ConnectionBook>(), made.Id);
    }

    private static Task<Result<Done>> LimitAsync(Programme programme) =>
        programme.Get<RoleLimits>().ChangeAsync(StaffRole.Agent, Points.Whole(1), null, Actor.Person("Ines Kolb", StaffRole.Administrator));

    private static async Task<ApprovalRequestId> SubmittedAsync(Programme programme, CustomerId customer)
    {
        (await LimitAsync(programme)).OrThrow();
        var order = ApprovalOrder.Of(await programme.AdjustmentAsync(customer, AdjustmentDoor.TopUp, Points.Whole(5)));
        return (await programme.Get<ApprovalRequests>().SubmitAsync(order, programme.Agent)).OrThrow().Id;
    }

    private static async Task<MergeRequestId> AskedAsync(Programme programme)
    {
        await programme.CustomerAsync(email: "a@example.org");
        await programme.LotAsync(await programme.CustomerAsync(email: "b@example.org"), 40);
        return (await programme.Get<MergeRequests>().SubmitAsync(
            new NewMergeRequest(Guid.CreateVersion7(), "a@example.org", "b@example.org", IsConfirmed: false), programme.Agent)).OrThrow().Id;
    }

    private static async Task<Reward> MugAsync(Programme programme) =>
        (await programme.Get<RewardBook>().SaveAsync(null, new RewardDraft("Mug", null, Points.Whole(5)), programme.Manager)).OrThrow();

    private static async Task SpentAsync(Programme programme, CustomerId customer)
    {
        var (reward, account) = (await MugAsync(programme), await programme.AccountAsync(customer));
        (await programme.Get<RewardBook>().SpendAsync(
            new RewardSpend(Guid.CreateVersion7(), customer, reward.Id, account.Version, account.Figures.Balance), programme.Agent)).OrThrow();
    }

    private static void AddCouponCampaign(Programme programme) =>
        programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays) VALUES (5, 'Autumn', 8, 2500, 0)");

    private static async Task<string> CouponAsync(Programme programme, CustomerId customer)
    {
        AddCouponCampaign(programme);
        return (await programme.Get<CouponBook>().GiveAsync(Guid.CreateVersion7(), customer, new CampaignId(5), programme.Agent)).OrThrow().Code;
    }

    private static NewOrder Lost(Programme programme) =>
        new(default, "Shop", "L-1", programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 1, 10m)]);

    private static Task<Func<Task>> Deed(Func<Task> deed) => Task.FromResult(deed);

    private static async Task<ImportId> StagedAsync(Programme programme)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "order_ref,customer_ref,placed_at,total\n1,A,2025-11-01,10\n2,B,2025-11-02,20\n");
        var staged = await programme.Get<FileImports>().StageAsync(path, "orders.csv", new ImportOptions(), programme.Manager, CancellationToken.None);
        File.Delete(path);
        return staged.OrThrow().Id;
    }

    private static async Task<MessageId> MessageAsync(Programme programme, CustomerId ada, MessageState state)
    {
        await programme.Store.WriteAsync<Done>(writing =>
        {
            writing.Tell(ada, MessageTemplate.Pin, "test");
            return Task.FromResult<Result<Done>>(default(Done));
        });
        programme.Execute($"UPDATE Messages SET State = {(int)state}");
        return new MessageId(1);
    }
}
