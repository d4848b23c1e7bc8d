using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using Radzen;

namespace LoyaltyConsole.Features.Settings;

/// <summary>The programme's settings, changed together (D2, D6, rules 5.1.9, 5.4.5, 5.6; S-014 for the unit).</summary>
public sealed partial class SettingsForm(ProgrammeBook programme) : ComponentBase, IDisposable
{
    // What stands in a number's field while it is no number.
    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);
    private ProgrammeRules? _seen;
    private ProgrammeRules? _newer;
    private ProgrammeRules _form = new();
    private Refusal? _refusal;
    private bool _saving;
    private EventHandler? _lookAgain;

    /// <summary>Who changes them.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    private bool IsChanged => _seen is not null && (_form != _seen || _typed.Count > 0);

    /// <inheritdoc />
    public void Dispose() => programme.SettingsChange -= _lookAgain;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _form = _seen = await ReadAsync();
        var look = HeardHere.Wrap(LookAgain);
        _lookAgain = (_, _) => look();
        programme.SettingsChange += _lookAgain;
    }

    private static string Id(string name) => $"setting-{name}";

    // Beside which fields a refusal stands; beside none, it stands above the button.
    private List<string> FieldsOf(Refusal refusal) => refusal switch
    {
        ProgrammeNameMissing => [nameof(ProgrammeRules.Name)],
        UnitNameMissing =>
        [
            .. new[]
            {
                (Name: nameof(ProgrammeRules.UnitEn), Text: _form.UnitEn), (Name: nameof(ProgrammeRules.UnitsEn), Text: _form.UnitsEn),
                (Name: nameof(ProgrammeRules.UnitDe), Text: _form.UnitDe), (Name: nameof(ProgrammeRules.UnitsDe), Text: _form.UnitsDe),
            }.Where(unit => string.IsNullOrWhiteSpace(unit.Text)).Select(unit => unit.Name),
        ],
        SettingOutOfRange wrong => [wrong.Setting],
        DecimalsInUse => [nameof(ProgrammeRules.Decimals)],
        ZoneUnknown => [nameof(ProgrammeRules.ZoneId)],
        CurrencyUnknown => [nameof(ProgrammeRules.Currency)],
        CallingCodeUnknown => [nameof(ProgrammeRules.CallingCode)],
        _ => [],
    };

    private string? Error(string name) =>
        _typed.TryGetValue(name, out var typed) ? Texts["NotANumber", typed]
        : _refusal is null || !FieldsOf(_refusal).Contains(name, StringComparer.Ordinal) ? null
        : _refusal is SettingOutOfRange wrong ? Texts["OutOfRange", wrong.Least, wrong.Most]
        : Refusals.Sentence(_refusal);

    private string? Invalid(string name) => Error(name) is null ? null : "true";

    private string? About(string name, string? hint) => Error(name) is not null ? $"{Id(name)}-error" : hint is null ? null : $"{Id(name)}-hint";

    private string Shown(string name, ProgrammeRules rules) => typeof(ProgrammeRules).GetProperty(name)!.GetValue(rules) switch
    {
        null or "" => Texts["Empty"],
        bool on => Texts[on ? "On" : "Off"],
        Enum choice => Texts[$"{name}_{choice}"],
        var value => Convert.ToString(value, CultureInfo.CurrentCulture) ?? "",
    };

    private async Task<ProgrammeRules> ReadAsync() => ProgrammeRules.Of(await programme.SettingsAsync(CancellationToken.None));

    private void Type(string? typed, Action<string> change)
    {
        _refusal = null;
        change(typed ?? "");
    }

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
        if (_saving || !IsChanged || _typed.Count > 0 || _newer is not null)
        {
            return;
        }

        _saving = true;
        var saved = await programme.ChangeAsync(_seen!, _form, Actor);
        _saving = false;
        if (saved.Succeeded(out _, out _refusal))
        {
            _form = _seen = await ReadAsync();
            Notifications.Notify(NotificationSeverity.Success, Texts["Saved"]);
            return;
        }

        if (_refusal is SettingsChanged)
        {
            _refusal = null;
            await CompareAsync();
        }
        else if (FieldsOf(_refusal) is [var first, ..])
        {
            await Js.InvokeVoidAsync("lc.focus", Id(first));
        }
    }

    // Somebody saved, here or on another screen.
    private void LookAgain() => _ = InvokeAsync(async () =>
    {
        if (!_saving)
        {
            await CompareAsync();
            StateHasChanged();
        }
    });

    // Whoever has typed nothing sees the settings as they are; whoever has, decides.
    private async Task CompareAsync()
    {
        var now = await ReadAsync();
        if (!IsChanged)
        {
            (_form, _seen, _newer) = (now, now, null);
            return;
        }

        _newer = now == _seen ? null : now;
    }

    private void GoOn() => (_form, _seen, _newer, _refusal) = (_form.CarriedOver(_seen!, _newer!), _newer, null, null);

    private void Discard()
    {
        _typed.Clear();
        _seen = _newer ?? _seen;
        (_form, _newer, _refusal) = (_seen!, null, null);
    }

    private async Task AskAsync(LocationChangingContext leaving)
    {
        if (IsChanged && !await Js.InvokeAsync<bool>("confirm", Texts["Unsaved"].Value))
        {
            leaving.PreventNavigation();
        }
    }
}
