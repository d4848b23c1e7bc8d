using System.Data.Common;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Integrations;

/// <summary>The latest problems that a key's calls ended in, for whoever talks to the shop's developers.</summary>
public sealed partial class CallProblemsDialog(CallLog log, FaultLog faults) : ComponentBase, IDisposable
{
    private readonly OnScreen _closed = new();
    private IReadOnlyList<CallProblem>? _problems;
    private Refusal? _refusal;
    private string? _fault;

    /// <summary>Whose calls.</summary>
    [Parameter, EditorRequired]
    public required IntegrationRow Row { get; set; }

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Opens it.</summary>
    public static async Task OpenAsync(DialogService dialogs, IStringLocalizer<IntegrationTexts> texts, IntegrationRow row, Actor actor) =>
        await dialogs.OpenAsync<CallProblemsDialog>(
            texts["Problems"],
            new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(Row)] = row, [nameof(Actor)] = actor },
            new DialogOptions { Width = "860px", CloseDialogOnEsc = true });

    /// <inheritdoc />
    public void Dispose()
    {
        _closed.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        try
        {
            (await log.ProblemsAsync(Row.Key!.Id, Actor, _closed.Token)).Succeeded(out _problems, out _refusal);
            _fault = null;
        }
        catch (DbException broken)
        {
            _fault = faults.Record(broken);
        }
        catch (OperationCanceledException) when (_closed.IsOver)
        {
            // Nobody looks any more.
        }
    }
}
