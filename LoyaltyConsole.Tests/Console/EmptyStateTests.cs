using Bunit;
using LoyaltyConsole.Components.Ui;

namespace LoyaltyConsole.Tests.Console;

public sealed class EmptyStateTests : BunitContext
{
    [Fact]
    public void Says_what_is_so_why_and_how_to_go_on()
    {
        var state = Render<EmptyState>(empty => empty
            .Add(part => part.Icon, "search_off")
            .Add(part => part.Title, "Nobody matches")
            .Add(part => part.Text, "Two filters are set.")
            .AddChildContent("<a href=\"/customers\">Clear the filters</a>"));

        state.MarkupMatches(
            """
            <div class="lc-empty">
              <i diff:ignore></i>
              <b>Nobody matches</b>
              <p>Two filters are set.</p>
              <div><a href="/customers">Clear the filters</a></div>
            </div>
            """);
    }
}
