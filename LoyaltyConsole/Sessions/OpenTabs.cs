namespace LoyaltyConsole.Sessions;

/// <summary>How many tabs each person has open on this server (S6).</summary>
public sealed class OpenTabs(SessionSettings settings)
{
    private readonly Dictionary<string, int> _tabs = new(StringComparer.Ordinal);
    private readonly Lock _counting = new();

    /// <summary>How many one person may have.</summary>
    public int Most => settings.TabsPerPerson;

    /// <summary>Counts a person's next tab.</summary>
    /// <returns>Whether it is one of those they may have.</returns>
    public bool Open(string person)
    {
        lock (_counting)
        {
            return (_tabs[person] = _tabs.GetValueOrDefault(person) + 1) <= Most;
        }
    }

    /// <summary>Counts one tab less.</summary>
    public void Close(string person)
    {
        lock (_counting)
        {
            if (--_tabs[person] == 0)
            {
                _tabs.Remove(person);
            }
        }
    }

    /// <summary>Whether a person goes on opening tabs that say no more than that they are too many.</summary>
    public bool IsFlooding(string person)
    {
        lock (_counting)
        {
            return _tabs.GetValueOrDefault(person) >= 2 * Most;
        }
    }
}
