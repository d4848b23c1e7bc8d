namespace LoyaltyConsole.Components.Ui;

/// <summary>An entry of a row's menu: leads somewhere or does something.</summary>
public sealed record RowDeed
{
    private RowDeed(string text, string icon) => (Text, Icon) = (text, icon);

    /// <summary>What it says.</summary>
    public string Text { get; }

    /// <summary>Its symbol.</summary>
    public string Icon { get; }

    /// <summary>Where it leads.</summary>
    public string? Path { get; private init; }

    /// <summary>What it does.</summary>
    public Func<Task>? Do { get; private init; }

    /// <summary>Whether it does what cannot be undone, so that it stands apart.</summary>
    public bool IsFinal { get; init; }

    /// <summary>An entry that leads somewhere.</summary>
    public static RowDeed To(string text, string icon, string path) => new(text, icon) { Path = path };

    /// <summary>An entry that does something.</summary>
    public static RowDeed Of(string text, string icon, Func<Task> deed) => new(text, icon) { Do = deed };
}
