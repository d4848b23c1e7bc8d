using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Tiers;

/// <summary>The levels of the programme, and how many customers stand on each (S-029).</summary>
public sealed partial class LevelList(TierBook book) : ComponentBase
{
    private IReadOnlyList<TierRow>? _rows;
    private Refusal? _refusal;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    private bool MayManage => Actor.May(Capability.ManageTiers);

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        var listed = await book.ListAsync(Actor, CancellationToken.None);
        if (listed.Succeeded(out var rows, out _refusal))
        {
            _rows = rows;
        }

        // A row's menu asks for it, which is no event of this list.
        StateHasChanged();
    }
}
