using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace LoyaltyConsole.Features.Profile.Calling;

/// <summary>Whether the caller is the customer: what they say is typed, and compared by the programme (X7).</summary>
public sealed partial class CallerStrip(CallerChecks checks, SignedIn person, IClock clock, Display display) : ComponentBase
{
    private readonly List<Question> _questions = [];
    private CustomerId _customer;
    private Instant? _verifiedAt;
    private Refusal? _refusal;
    private bool _reads;

    /// <summary>Whom the caller says to be.</summary>
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    private Display Display => display;

    // A registered customer has no PIN (E-054).
    private IReadOnlyList<CallerFact> Facts =>
        [.. Enum.GetValues<CallerFact>().Where(fact => fact != CallerFact.Pin || !Profile.Customer.IsRegistered)];

    private int Matches => _questions.Count(question => question.Match == CallerMatch.Match);

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_customer == Profile.Customer.Id && _questions.Count > 0)
        {
            return;
        }

        // Another customer is another call.
        _customer = Profile.Customer.Id;
        (_verifiedAt, _refusal, _reads) = (null, null, false);
        _questions.Clear();
        _questions.Add(new Question { Fact = Profile.Customer.Birthday is null ? CallerFact.Receipt : CallerFact.Birthday });
    }

    private IEnumerable<CallerFact> Offered(Question question) =>
        Facts.Where(fact => fact == question.Fact || _questions.TrueForAll(other => other.Fact != fact));

    private void Ask() => _questions.Add(new Question { Fact = Facts.First(fact => _questions.TrueForAll(question => question.Fact != fact)) });

    private void Choose(Question question, object? chosen)
    {
        if (Enum.TryParse<CallerFact>(chosen as string, out var fact) && Offered(question).Contains(fact))
        {
            (question.Fact, question.Said, question.Match, question.Refusal) = (fact, "", null, null);
        }
    }

    private async Task CheckAsync(Question question)
    {
        (question.Match, question.Refusal) = (null, null);
        if (string.IsNullOrWhiteSpace(question.Said))
        {
            return;
        }

        if ((await checks.CheckAsync(_customer, question.Answer, await person.ActorAsync())).Succeeded(out var match, out var refusal))
        {
            question.Match = match;
            return;
        }

        question.Refusal = refusal;
    }

    private async Task VerifyAsync()
    {
        var answers = _questions.Where(question => question.Match == CallerMatch.Match).Select(question => question.Answer).ToList();
        if ((await checks.VerifyAsync(_customer, answers, await person.ActorAsync())).Succeeded(out _, out _refusal))
        {
            (_verifiedAt, _reads) = (clock.GetCurrentInstant(), true);
        }
    }

    private sealed class Question
    {
        public CallerFact Fact { get; set; }

        public string Said { get; set; } = "";

        public CallerMatch? Match { get; set; }

        public Refusal? Refusal { get; set; }

        public CallerAnswer Answer => new(Fact, Said);
    }
}
