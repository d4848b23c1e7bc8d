using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using NodaTime;
using Radzen;

namespace LoyaltyConsole.Features.Customers.Registering;

/// <summary>The registration form, which also edits "Basic Details" (R-015, E-048); who is probably known stands beside it.</summary>
public sealed partial class DetailsDialog(CustomerBook book, CustomerProfiles profiles, CustomerFeed feed, SignedIn person)
    : ComponentBase, IDisposable
{
    // Chosen once for each time the dialog opens: a second click registers nobody else.
    private readonly Guid _key = Guid.CreateVersion7();
    private DetailsForm _form = new();
    private BasicDetails _seen = new() { IsRegistered = true };
    private BasicDetails? _newer;
    private CustomerFeed.Listening? _listening;
    private Refusal? _refusal;
    private bool _isChecked;
    private bool _isSaving;
    private bool _asksToLeave;
    private string? _leavingTo;
    private string? _focus = nameof(DetailsForm.FirstName);

    /// <summary>Who is edited; null for somebody new.</summary>
    [Parameter]
    public Customer? Customer { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsChanged => !_isSaving && (_form.Details != _seen || _form.IsNameDayWrong);

    private PersonMarks Marks => new($"{_form.FirstName} {_form.LastName}", _form.Email, _form.Phone, Customer?.Id);

    /// <summary>Opens an empty form over the page.</summary>
    /// <returns>Who was registered, or was already by the same command; null when nobody was.</returns>
    public static async Task<Customer?> OpenToRegisterAsync(DialogService dialogs, IStringLocalizer<DetailsTexts> texts) =>
        await dialogs.OpenGuardedAsync<DetailsDialog>(texts["RegisterCustomer"], "960px") as Customer;

    /// <summary>Opens the form of a customer over the page.</summary>
    /// <returns>The customer afterwards; null when nothing was saved.</returns>
    public static async Task<Customer?> OpenToEditAsync(DialogService dialogs, IStringLocalizer<DetailsTexts> texts, Customer customer) =>
        await dialogs.OpenGuardedAsync<DetailsDialog>(texts["EditTitle"], "960px", (nameof(Customer), customer)) as Customer;

    /// <inheritdoc />
    public void Dispose() => _listening?.Dispose();

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Guard.MayClose = MayClose;
        if (Customer is not null)
        {
            _seen = BasicDetails.Of(Customer);
            _form = new DetailsForm(_seen, _seen);
            _listening = feed.Listen(Customer.Id, () => _ = InvokeAsync(LookAgainAsync));
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is { } field)
        {
            _focus = null;
            await Js.InvokeVoidAsync("lc.focus", Id(field));
        }
    }

    private static string Id(string field) => $"details-{field.ToLowerInvariant()}";

    // Beside which field a refusal stands; beside none, it stands above the form.
    private static string? FieldOf(Refusal refusal) => refusal switch
    {
        EmailNotValid => nameof(DetailsForm.Email),
        PhoneNotValid => nameof(DetailsForm.Phone),
        BirthdayNotPossible => nameof(DetailsForm.Birthday),
        _ => null,
    };

    private string? Error(string field) =>
        _isChecked && _form.Missing.Contains(field, StringComparer.Ordinal) ? Texts[$"Missing_{field}"]
        : _isChecked && _form.IsNameDayWrong && string.Equals(field, "NameDay", StringComparison.Ordinal) ? Texts["NameDayWrong"]
        : _refusal is not null && string.Equals(FieldOf(_refusal), field, StringComparison.Ordinal) ? Refusals.Sentence(_refusal)
        : null;

    private string? Invalid(string field) => Error(field) is null ? null : "true";

    private string? About(string field) => Error(field) is null ? null : $"{Id(field)}-error";

    private string Shown(string field, BasicDetails details) => field switch
    {
        nameof(BasicDetails.Birthday) => Or(Display.Date(details.Birthday)),
        nameof(BasicDetails.NameDay) => Or(Display.Date(details.NameDay)),
        nameof(BasicDetails.IsRegistered) => Texts[details.IsRegistered ? "Registered_yes" : "Registered_no"],
        _ => Or(typeof(BasicDetails).GetProperty(field)!.GetValue(details) as string),
    };

    private string Or(string? text) => string.IsNullOrEmpty(text) ? Texts["Empty"] : text;

    private void Fill(Action fill)
    {
        fill();
        _refusal = null;
    }

    // Somebody saved, or only booked something: what is typed here stays either way.
    private async Task LookAgainAsync()
    {
        if (_isSaving || !(await profiles.OpenAsync(Customer!.Id, await person.ActorAsync(), CancellationToken.None)).Succeeded(out var profile, out _))
        {
            return;
        }

        Compare(BasicDetails.Of(profile.Customer));
        StateHasChanged();
    }

    // Whoever has typed nothing sees the details as they are; whoever has, decides.
    private void Compare(BasicDetails now)
    {
        if (!IsChanged)
        {
            (_form, _seen, _newer) = (new DetailsForm(now, now), now, null);
            return;
        }

        _newer = now == _seen ? null : now;
    }

    private void GoOn()
    {
        var now = _newer!;
        (_form, _seen, _newer, _refusal) = (new DetailsForm(_form.Details.CarriedOver(_seen, now), now), now, null, null);
    }

    private bool MayClose()
    {
        (_asksToLeave, _leavingTo) = (IsChanged, null);
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private void AskAsync(LocationChangingContext leaving)
    {
        if (IsChanged)
        {
            leaving.PreventNavigation();
            (_asksToLeave, _leavingTo) = (true, leaving.TargetLocation);
        }
    }

    private void Discard()
    {
        (_isSaving, var to) = (true, _leavingTo);
        Dialogs.Close(null);
        if (to is not null)
        {
            Navigation.NavigateTo(to);
        }
    }

    private async Task SaveAsync()
    {
        if (_isSaving || _newer is not null)
        {
            return;
        }

        (_isChecked, _refusal) = (true, null);
        if (_form.Missing.FirstOrDefault() is { } missing)
        {
            _focus = missing;
            return;
        }

        if (_form.IsNameDayWrong)
        {
            _focus = "NameDay";
            return;
        }

        _isSaving = true;
        Customer? saved = null;
        try
        {
            saved = await WriteAsync();
        }
        finally
        {
            _isSaving = saved is not null;
        }

        if (saved is not null)
        {
            Dialogs.Close(saved);
        }
        else if (_refusal is DetailsChangedMeanwhile)
        {
            _refusal = null;
            await LookAgainAsync();
        }
        else if (_refusal is not null)
        {
            _focus = FieldOf(_refusal);
        }
    }

    private async Task<Customer?> WriteAsync()
    {
        var (details, actor) = (_form.Details, await person.ActorAsync());
        if (Customer is not null)
        {
            var edited = await book.EditAsync(Customer.Id, details.EditOf(_seen), actor);
            return edited.Succeeded(out var card, out _refusal) ? card.Customer : null;
        }

        var registration = new Registration(_key, Integration.Desk)
        {
            FirstName = details.FirstName,
            LastName = details.LastName,
            Phone = details.Phone,
            Email = details.Email,
            Birthday = details.Birthday,
            NameDay = details.NameDay,
            Salutation = details.Salutation,
            Company = details.Company,
            Group = details.Group,
            Language = details.Language,
            IsRegistered = details.IsRegistered,
        };
        var registered = await book.RegisterAsync(registration, actor);
        return registered.Succeeded(out var made, out _refusal) ? made.Card.Customer : null;
    }
}
