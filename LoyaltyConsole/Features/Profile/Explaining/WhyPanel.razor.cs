using System.Data.Common;
using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using NodaTime;
using Radzen;

namespace LoyaltyConsole.Features.Profile.Explaining;

/// <summary>"Why is it this number?": a figure at any instant, the sentence that says it, and what it is made of (X3).</summary>
public sealed partial class WhyPanel(PointsExplanation explanation, WhyAhead ahead, CustomerWatch watch, SignedIn person, FaultLog faults) : ComponentBase, IDisposable
{
    // Wide enough for every programme, and what every calendar in between can name.
    private static readonly LocalDateTime Earliest = new(1990, 1, 1, 0, 0);
    private static readonly LocalDateTime Latest = new(2199, 12, 31, 23, 59);

    private readonly OnScreen _reading = new();
    private IDisposable? _watching;
    private Figure _figure;
    private Instant? _at;
    private Window _lots = WhyAhead.FirstPart;
    private Window _movements = WhyAhead.FirstPart;
    private Explanation? _why;
    private Refusal? _refusal;
    private string? _fault;
    private bool _byMovement;
    private bool _outOfRange;
    private bool _copied;

    /// <summary>Whose figures.</summary>
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    /// <summary>The figure that is explained first.</summary>
    [Parameter, EditorRequired]
    public required Figure First { get; set; }

    private IReadOnlyList<Choice<Figure>> Figures => [.. Enum.GetValues<Figure>().Select(figure => new Choice<Figure>(figure, Words[figure.ToString()]))];

    private bool ShowsMovements => _why is { } why && (why.Lots.Count == 0 || (_byMovement && why.Movements.Count > 0));

    private DateTime? Shown => (_at ?? _why?.Figures.At) is { } at ? Minute(Display.Settings.Time.Local(at)) : null;

    /// <summary>Opens it beside the page.</summary>
    /// <param name="dialogs">Where it opens.</param>
    /// <param name="texts">Its words.</param>
    /// <param name="profile">Whose figures.</param>
    /// <param name="figure">The figure that is explained first.</param>
    public static Task OpenAsync(DialogService dialogs, IStringLocalizer<WhyTexts> texts, CustomerProfile profile, Figure figure) =>
        dialogs.OpenSideAsync<WhyPanel>(
            texts["Title"],
            new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(Profile)] = profile, [nameof(First)] = figure },
            new SideDialogOptions { Width = "720px", Position = DialogPosition.Right, ShowMask = true, CloseDialogOnOverlayClick = true });

    /// <inheritdoc />
    public void Dispose()
    {
        _watching?.Dispose();
        _reading.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _figure = First;
        _watching = watch.Watch(Profile.Customer.Id, () => _ = InvokeAsync(FollowAsync));
        if (ahead.Take(Profile.Customer.Id, First) is { } explained)
        {
            explained.Succeeded(out _why, out _refusal);
            return;
        }

        await ReadAsync();
    }

    private static DateTime Minute(LocalDateTime local) => new(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified);

    private static string Written(LocalDateTime local) => local.ToString("uuuu-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private Task ChooseAsync(Figure figure)
    {
        _figure = figure;
        return FromTheStartAsync();
    }

    private Task LookBackAsync(DateTime? shown)
    {
        var local = shown is { } value ? LocalDateTime.FromDateTime(value) : (LocalDateTime?)null;
        _outOfRange = local < Earliest || local > Latest;
        if (_outOfRange)
        {
            return Task.CompletedTask;
        }

        _at = local is { } wanted ? Display.Settings.Time.At(wanted) : null;
        return FromTheStartAsync();
    }

    private Task FromTheStartAsync() => TurnAsync(WhyAhead.FirstPart, WhyAhead.FirstPart);

    private Task TurnAsync(Window lots, Window movements)
    {
        (_lots, _movements) = (lots, movements);
        return ReadAsync();
    }

    // What was looked up stays as it was; what is shown as of now moves on.
    private async Task FollowAsync()
    {
        if (_at is null && !_reading.IsOver)
        {
            await ReadAsync();
            StateHasChanged();
        }
    }

    private async Task ReadAsync()
    {
        var wanted = _reading.Anew();
        _copied = false;
        try
        {
            var explained = await explanation.ExplainAsync(
                Profile.Customer.Id, new ExplanationQuery(_figure, _at, _lots, _movements), await person.ActorAsync(), wanted);
            if (!wanted.IsCancellationRequested)
            {
                _fault = null;
                explained.Succeeded(out _why, out _refusal);
            }
        }
        catch (OperationCanceledException) when (wanted.IsCancellationRequested)
        {
            // Something else has been asked since.
        }
        catch (DbException fault)
        {
            _fault = faults.Record(fault);
        }
    }

    private async Task CopyAsync(string sentence) => _copied = await Js.InvokeAsync<bool>("lc.copy", sentence);

    private string NotCounted(DiscardedMovement discarded) => Texts[
        discarded switch { { DiscardedAt: null } => "NotCountedUndated", { IsLapsed: true } => "NotCountedLapsed", _ => "NotCounted" },
        Words.Word(discarded.Source.Kind), discarded.Id, PointsWords.Of(-discarded.Points, Display, ProfileTexts), Display.DateTime(discarded.DiscardedAt)];
}
