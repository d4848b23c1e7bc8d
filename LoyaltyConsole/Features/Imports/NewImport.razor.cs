using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>The first two steps: a file, and which of its columns is what. The file lives as long as the page, then as its import.</summary>
public sealed partial class NewImport(ImportDesk desk, NavigationManager navigation) : IDisposable
{
    private UploadedFile? _upload;
    private FilePreview? _preview;
    private bool _isWithTheDesk;
    private bool _isGone;

    /// <summary>What the file holds.</summary>
    [Parameter, EditorRequired]
    public required ImportKind Kind { get; set; }

    /// <summary>Who imports.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        _isGone = true;
        if (!_isWithTheDesk)
        {
            _upload?.Dispose();
        }
    }

    private void Receive((UploadedFile File, FilePreview Preview) received) => (_upload, _preview) = received;

    private void Another()
    {
        _upload?.Dispose();
        (_upload, _preview) = (null, null);
    }

    private async Task<Refusal?> RehearseAsync(ImportOptions options)
    {
        _isWithTheDesk = true;
        if ((await desk.StageAsync(_upload!, options, Actor)).Succeeded(out var id, out var refusal))
        {
            navigation.NavigateTo(ImportAddress.Of(id), replace: true);
            return null;
        }

        _isWithTheDesk = false;
        if (_isGone)
        {
            _upload!.Dispose();
        }

        return refusal;
    }
}
