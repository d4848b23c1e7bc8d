using System.Collections.Concurrent;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Tests.Support;

/// <summary>A post office that keeps what it is given, and answers what a test tells it to.</summary>
internal sealed class Mailbag : IPostOffice
{
    private readonly ConcurrentQueue<Letter> _letters = new();

    /// <summary>What was handed in, whatever became of it.</summary>
    public IReadOnlyList<Letter> Letters => [.. _letters];

    public Func<Letter, Task<Delivery>> Answer { get; set; } = _ => Task.FromResult(Delivery.Done);

    public Dictionary<Capability, List<StaffReader>> Staff { get; } = [];

    public Task<IReadOnlyList<StaffReader>> WhoMayAsync(Capability capability, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StaffReader>>(Staff.GetValueOrDefault(capability, []));

    public Task<Delivery> SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        _letters.Enqueue(letter);
        return Answer(letter);
    }

    public void Fail(Delivery delivery) => Answer = _ => Task.FromResult(delivery);
}
