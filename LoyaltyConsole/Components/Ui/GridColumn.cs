using Microsoft.AspNetCore.Components;
using Radzen;

namespace LoyaltyConsole.Components.Ui;

/// <summary>A column of a <see cref="GridTable{TItem}"/>. It draws nothing: the table draws its head and its cells.</summary>
public sealed class GridColumn<TItem> : IComponent
    where TItem : notnull
{
    /// <summary>The table.</summary>
    [CascadingParameter]
    public required GridTable<TItem> Grid { get; set; }

    /// <summary>The head's text.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>The width; without it the column takes what is left.</summary>
    [Parameter]
    public string? Width { get; set; }

    /// <summary>The width below which a column without <see cref="Width"/> does not shrink.</summary>
    [Parameter]
    public string? MinWidth { get; set; }

    /// <summary>Where the cells and the head stand; right for numbers.</summary>
    [Parameter]
    public TextAlign TextAlign { get; set; }

    /// <summary>The cells' class.</summary>
    [Parameter]
    public string? CssClass { get; set; }

    /// <summary>The head's class.</summary>
    [Parameter]
    public string? HeaderCssClass { get; set; }

    /// <summary>What the column sorts by; without it nobody sorts by this column.</summary>
    [Parameter]
    public string? SortProperty { get; set; }

    /// <summary>The direction, if the rows are sorted by this column.</summary>
    [Parameter]
    public SortOrder? SortOrder { get; set; }

    /// <summary>Whether the column is shown.</summary>
    [Parameter]
    public bool Visible { get; set; } = true;

    /// <summary>What a row's cell holds.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment<TItem> Template { get; set; }

    /// <summary>All classes of a cell.</summary>
    internal string? CellClass { get; private set; }

    /// <summary>The width in the words of a style sheet.</summary>
    internal string WidthStyle => Width is not null ? $"width:{Width}" : MinWidth is not null ? $"min-width:{MinWidth}" : "";

    /// <inheritdoc />
    public void Attach(RenderHandle renderHandle)
    {
    }

    /// <inheritdoc />
    public Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        CellClass = TextAlign == TextAlign.Right ? CssClass is null ? "rz-text-align-right" : $"rz-text-align-right {CssClass}" : CssClass;
        Grid.Add(this);
        return Task.CompletedTask;
    }
}
