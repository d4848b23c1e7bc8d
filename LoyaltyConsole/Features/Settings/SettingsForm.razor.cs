using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using Radzen;

namespace LoyaltyConsole.Features.Settings;

/// <summary>The programme's settings, changed together (D2, D6, rules 5.1.9, 5.4.5, 5.6; S-014 for the unit).</summary>
public sealed partial class SettingsForm(ProgrammeBook programme) : ComponentBase
{
    // What stands in a number's field while it is no number.
    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);
    private ProgrammeRules? _seen;
    private ProgrammeRules _form = new();
    private Refusal? _refusal;
    private bool _saving;

    /// <summary>Who changes them.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    private bool IsChanged => _seen is not null && (_form != _seen || _typed.Count > 0);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() =>
        _form = _seen = ProgrammeRules.Of(await programme.SettingsAsync(CancellationToken.None));

    private static string Id(string name) => $"setting-{name}";

    private string? WrongNumber(string name) => _typed.TryGetValue(name, out var typed) ? Texts["NotANumber", typed]
        : _refusal is SettingOutOfRange wrong && string.Equals(wrong.Setting, name, StringComparison.Ordinal)
            ? $"{wrong.Least.ToString(CultureInfo.CurrentCulture)} – {wrong.Most.ToString(CultureInfo.CurrentCulture)}"
            : null;

    private void TypeNumber(string name, string? typed, Action<int?> change)
    {
        _refusal = null;
        if (string.IsNullOrWhiteSpace(typed))
        {
            _typed.Remove(name);
            change(null);
        }
        else if (int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            _typed.Remove(name);
            change(number);
        }
        else
        {
            _typed[name] = typed;
        }
    }

    private async Task SaveAsync()
    {
        if (_saving || !IsChanged || _typed.Count > 0)
        {
            return;
        }

        _saving = true;
        var saved = await programme.ChangeAsync(_seen!, _form, Actor);
        _saving = false;
        if (saved.Succeeded(out _, out _refusal))
        {
            _form = _seen = ProgrammeRules.Of(await programme.SettingsAsync(CancellationToken.None));
            Notifications.Notify(NotificationSeverity.Success, Texts["Saved"]);
        }
    }

    private void Discard()
    {
        _typed.Clear();
        (_form, _refusal) = (_seen!, null);
    }

    private async Task AskAsync(LocationChangingContext leaving)
    {
        if (IsChanged && !await Js.InvokeAsync<bool>("confirm", Texts["Unsaved"].Value))
        {
            leaving.PreventNavigation();
        }
    }
}
