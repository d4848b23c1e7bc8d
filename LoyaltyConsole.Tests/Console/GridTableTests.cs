using Bunit;
using LoyaltyConsole.Components.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace LoyaltyConsole.Tests.Console;

/// <summary>The table that all lists are drawn with.</summary>
public sealed class GridTableTests : BunitContext
{
    private readonly List<GridSort> _sorts = [];
    private readonly List<int> _turns = [];

    public GridTableTests() => Services.AddLogging().AddLocalization();

    [Fact]
    public void A_head_asks_for_the_other_direction()
    {
        Click(Open(new Column("Name")), "Name");
        Click(Open(new Column("Name", SortOrder.Ascending)), "Name");
        Click(Open(new Column("Name", SortOrder.Descending)), "Name");

        Assert.Equal([new GridSort("Name", false), new GridSort("Name", true), new GridSort("Name", false)], _sorts);
    }

    [Fact]
    public void A_head_tells_its_direction()
    {
        var table = Open(new Column("Name", SortOrder.Descending), new Column("City"));
        Assert.Equal(["descending", null], table.FindAll("th").Select(head => head.GetAttribute("aria-sort")));

        table.Render(set => set.Add(grid => grid.Columns, Columns(new Column("Name"), new Column("City", SortOrder.Ascending))));

        Assert.Equal([null, "ascending"], table.FindAll("th").Select(head => head.GetAttribute("aria-sort")));
    }

    [Fact]
    public void A_column_that_nobody_sorts_by_has_no_button()
    {
        var table = Open(new Column("Name", Sorts: false));

        Assert.Equal("Name", table.Find("th").TextContent);
        Assert.Empty(table.FindAll("th button"));
    }

    [Fact]
    public void Columns_that_appear_and_vanish_keep_their_order()
    {
        var table = Open(new Column("Name"), new Column("City", IsShown: false), new Column("Points"));
        Assert.Equal(["Name", "Points"], Heads(table));

        table.Render(set => set.Add(grid => grid.Columns, Columns(new Column("Name"), new Column("City"), new Column("Points"))));
        Assert.Equal(["Name", "City", "Points"], Heads(table));
        Assert.Equal(["Ada Name", "Ada City", "Ada Points"], table.FindAll("tbody tr:first-child td").Select(cell => cell.TextContent));

        table.Render(set => set.Add(grid => grid.Columns, Columns(new Column("Points"), new Column("Name"))));
        Assert.Equal(["Points", "Name"], Heads(table));
        Assert.Equal(["Ada Points", "Ada Name"], table.FindAll("tbody tr:first-child td").Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task Unfolded_rows_show_their_details_and_fold_again()
    {
        var table = Open(new Column("Name"));
        Assert.Empty(Details(table));

        await table.InvokeAsync(() => table.Instance.Unfold("Bo"));
        await table.InvokeAsync(() => table.Instance.Unfold("Ada"));
        Assert.True(table.Instance.IsUnfolded("Bo"));
        Assert.Equal(["About Ada", "About Bo"], Details(table));

        await table.InvokeAsync(() => table.Instance.Unfold("Bo"));
        Assert.False(table.Instance.IsUnfolded("Bo"));
        Assert.Equal(["About Ada"], Details(table));
    }

    [Fact]
    public async Task A_row_that_is_read_again_stays_unfolded_whatever_it_says_now()
    {
        var table = Open(new Column("Name"));
        table.Render(set => set.Add(grid => grid.Key, row => row[0]));
        await table.InvokeAsync(() => table.Instance.Unfold("Bo"));

        table.Render(set => set.Add(grid => grid.Rows, ["Ada", "Bobby"]));

        Assert.Equal(["About Bobby"], Details(table));
    }

    [Fact]
    public void Rows_that_say_the_same_are_all_shown()
    {
        var table = Open(new Column("Name"));

        table.Render(set => set.Add(grid => grid.Rows, ["Ada", "Ada", "Bo"]));

        Assert.Equal(["Ada Name", "Ada Name", "Bo Name"], table.FindAll("tbody td").Select(cell => cell.TextContent));
    }

    [Fact]
    public void What_stands_where_nothing_is_goes_over_all_columns()
    {
        var table = Open(new Column("Name"), new Column("City"));

        table.Render(set => set.Add(grid => grid.Rows, []));

        var cell = Assert.Single(table.FindAll("tbody td"));
        Assert.Equal(("Nobody", "2"), (cell.TextContent, cell.GetAttribute("colspan")));
    }

    [Theory]
    [InlineData(1, 100, "1 2 3 4 5", "First page, Previous page")]
    [InlineData(5, 100, "3 4 5 6 7", "")]
    [InlineData(10, 100, "6 7 8 9 10", "Next page, Last page")]
    [InlineData(1, 11, "1 2", "First page, Previous page")]
    [InlineData(1, 0, "1", "First page, Previous page, Next page, Last page")]
    public void The_pager_shows_five_pages_around_the_one_that_is_shown(int number, int count, string pages, string disabled)
    {
        var table = Open(new Column("Name"));

        table.Render(set => set.Add(grid => grid.Number, number).Add(grid => grid.Count, count));

        Assert.Equal(pages, string.Join(' ', table.FindAll(".rz-pager-page").Select(page => page.TextContent)));
        Assert.Equal(disabled, string.Join(", ", table.FindAll(".rz-pager button:disabled").Select(step => step.GetAttribute("aria-label"))));
        Assert.All(table.FindAll(".rz-pager [aria-current=page]"), page => Assert.Equal(number.ToString(Invariant), page.TextContent));
    }

    [Fact]
    public void The_pager_tells_which_page_is_wanted()
    {
        var table = Open(new Column("Name"));
        table.Render(set => set.Add(grid => grid.Number, 5).Add(grid => grid.Count, 100));

        foreach (var name in (string[])["First page", "Previous page", "Page 5", "Page 7", "Next page", "Last page"])
        {
            table.Find($".rz-pager button[aria-label='{name}']").Click();
        }

        Assert.Equal([1, 4, 7, 6, 10], _turns);
    }

    [Fact]
    public void One_page_needs_no_pager_within_a_page()
    {
        var table = Open(new Column("Name"));

        table.Render(set => set.Add(grid => grid.IsPagerOptional, true).Add(grid => grid.Count, 10));
        Assert.Empty(table.FindAll(".rz-pager"));

        table.Render(set => set.Add(grid => grid.Count, 11));
        Assert.Single(table.FindAll(".rz-pager"));
    }

    private static IFormatProvider Invariant => System.Globalization.CultureInfo.InvariantCulture;

    private static IEnumerable<string> Heads(IRenderedComponent<GridTable<string>> table) => table.FindAll("thead th").Select(head => head.TextContent.Trim());

    private static IEnumerable<string> Details(IRenderedComponent<GridTable<string>> table) => table.FindAll(".rz-expanded-row-content").Select(row => row.TextContent);

    private static void Click(IRenderedComponent<GridTable<string>> table, string title) =>
        table.FindAll("thead button").Single(button => string.Equals(button.TextContent, title, StringComparison.Ordinal)).Click();

    private static RenderFragment Columns(params IReadOnlyList<Column> columns) => builder =>
    {
        foreach (var column in columns)
        {
            builder.OpenComponent<GridColumn<string>>(0);
            builder.AddAttribute(1, nameof(GridColumn<>.Title), column.Title);
            builder.AddAttribute(2, nameof(GridColumn<>.SortProperty), column.Sorts ? column.Title : null);
            builder.AddAttribute(3, nameof(GridColumn<>.SortOrder), column.Order);
            builder.AddAttribute(4, nameof(GridColumn<>.Visible), column.IsShown);
            builder.AddAttribute(5, nameof(GridColumn<>.Template), (RenderFragment<string>)(row => cell => cell.AddContent(0, $"{row} {column.Title}")));
            builder.CloseComponent();
        }
    };

    private IRenderedComponent<GridTable<string>> Open(params IReadOnlyList<Column> columns) => Render<GridTable<string>>(set => set
        .Add(grid => grid.Rows, ["Ada", "Bo"])
        .Add(grid => grid.Columns, Columns(columns))
        .Add(grid => grid.Empty, "Nobody")
        .Add(grid => grid.Details, row => $"About {row}")
        .Add(grid => grid.Label, "People")
        .Add(grid => grid.Count, 2)
        .Add(grid => grid.Size, 10)
        .Add(grid => grid.Number, 1)
        .Add(grid => grid.NumberChanged, number => _turns.Add(number))
        .Add(grid => grid.OnSort, sort => _sorts.Add(sort)));

    private sealed record Column(string Title, SortOrder? Order = null, bool IsShown = true, bool Sorts = true);
}
