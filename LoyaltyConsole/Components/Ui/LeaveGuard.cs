using Microsoft.AspNetCore.Components;
using Radzen;

namespace LoyaltyConsole.Components.Ui;

/// <summary>Stands between Escape and what was typed: the dialog's frame says whether it may close.</summary>
public sealed class LeaveGuard
{
    /// <summary>Asks the dialog; null before it is there.</summary>
    public Func<bool>? MayClose { get; set; }

    /// <summary>Whether the dialog may close.</summary>
    public Task<bool> AskAsync() => Task.FromResult(MayClose?.Invoke() ?? true);
}

/// <summary>Opens dialogs that ask before what was typed is lost.</summary>
internal static class GuardedDialogs
{
    /// <summary>Opens a dialog over the page; it gets the guard as its parameter <c>Guard</c>.</summary>
    /// <param name="dialogs">Where it opens.</param>
    /// <param name="title">What stands above it.</param>
    /// <param name="width">How wide it is.</param>
    /// <param name="parameters">What it is given besides.</param>
    /// <returns>What it was closed with; null when it was left.</returns>
    public static async Task<object?> OpenGuardedAsync<TDialog>(
        this DialogService dialogs, string title, string width, params (string Name, object? Value)[] parameters)
        where TDialog : ComponentBase
    {
        var guard = new LeaveGuard();
        var given = parameters.Append(("Guard", guard)).ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal);
        return await dialogs.OpenAsync<TDialog>(
            title, given, new DialogOptions { Width = width, AutoFocusFirstElement = false, CloseDialogOnEsc = true, CanClose = guard.AskAsync });
    }
}
