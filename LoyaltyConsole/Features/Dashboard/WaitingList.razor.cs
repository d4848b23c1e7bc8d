using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace LoyaltyConsole.Features.Dashboard;

/// <summary>What waits for the person who looks, and only what they may decide.</summary>
public sealed partial class WaitingList(MergeRequests merges, ApprovalRequests approvals, UnmatchedOrders unmatched, ImportBook imports) : IDisposable
{
    private static readonly Window One = new(0, 1);
    private static readonly Window Latest = new(0, Window.Most);

    private readonly OnScreen _onScreen = new();
    private IReadOnlyList<Waiting>? _waiting;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        _onScreen.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var waiting = new List<Waiting>();
        if (Actor.May(Capability.ApproveMerges))
        {
            var page = (await merges.ListAsync(new MergeRequestQuery(OpenOnly: true, Descending: false), One, Actor, _onScreen.Token)).OrThrow();
            Add("Merges", page, page.Rows is [var oldest, ..] ? oldest.Request.CreatedAt : null, "/merge-requests?kind=open");
        }

        if (Actor.May(Capability.ApproveChanges))
        {
            Add("Approvals", (await approvals.ListAsync(new ApprovalQuery(WaitingOnly: true), One, Actor, _onScreen.Token)).OrThrow(), null, "/approvals?kind=waiting");
        }

        if (Actor.May(Capability.RecordOrders))
        {
            Add("Unmatched", (await unmatched.ListAsync(settled: false, One, Actor, _onScreen.Token)).OrThrow(), null, "/orders/unmatched");
        }

        if (Actor.May(Capability.Import))
        {
            var open = (await imports.ListAsync(Latest, Actor, _onScreen.Token)).OrThrow().Rows.Where(import => import.Status == ImportStatus.Rehearsed).ToList();
            Add("Imports", new Page<Import>(open, open.Count), open is [.., var first] ? first.CreatedAt : null, "/imports");
        }

        _waiting = waiting;

        void Add<T>(string what, Page<T> page, Instant? since, string path)
        {
            if (page.Count > 0)
            {
                waiting.Add(new(what, page.Count.ToString("N0", CultureInfo.CurrentCulture) + (page.CountIsCapped ? "+" : ""), since, path));
            }
        }
    }

    private sealed record Waiting(string What, string Count, Instant? Since, string Path);
}
