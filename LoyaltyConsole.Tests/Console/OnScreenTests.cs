using System.Text.RegularExpressions;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Console;

/// <summary>For how long a screen waits for what it asks.</summary>
public sealed partial class OnScreenTests
{
    [Fact]
    public void What_is_asked_anew_gives_up_what_was_asked_before()
    {
        using var screen = new OnScreen();
        var first = screen.Token;

        var second = screen.Anew();

        Assert.True(first.IsCancellationRequested);
        Assert.False(second.IsCancellationRequested);
        Assert.Equal(second, screen.Token);
    }

    [Fact]
    public async Task A_screen_that_is_gone_while_it_reads_goes_on_to_the_next_read_without_a_fault()
    {
        var screen = new OnScreen();
        screen.Anew();

        screen.Dispose();
        screen.Dispose();

        Assert.True(screen.IsOver);
        Assert.True(screen.Token.IsCancellationRequested);
        Assert.True(screen.Anew().IsCancellationRequested);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => 1, screen.Token));
    }

    // The token of a source that is disposed is a fault, and a screen may go at any moment: between two of its reads too.
    [Fact]
    public void Screens_wait_by_this_alone()
    {
        var screens = SourceTree.Files(SourceTree.Console, ".razor", ".cs").Where(file => file.EndsWith(".razor", StringComparison.Ordinal)
            || file.EndsWith(".razor.cs", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(screens);
        Assert.Empty(SourceTree.Lines(screens, Source()));
    }

    [GeneratedRegex(@"\bCancellationTokenSource _")]
    private static partial Regex Source();
}
