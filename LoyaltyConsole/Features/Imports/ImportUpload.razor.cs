using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace LoyaltyConsole.Features.Imports;

/// <summary>Takes a file from the browser and looks into it; what cannot be read is said here.</summary>
public sealed partial class ImportUpload(UploadFolder uploads, FaultLog faults, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private CancellationTokenSource _receiving = new();
    private string? _name;
    private long _received;
    private long _bytes;
    private long _shownAt;
    private Refusal? _refusal;
    private string? _fault;

    /// <summary>Who imports.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Hands the file over, with what it shows.</summary>
    [Parameter]
    public EventCallback<(UploadedFile File, FilePreview Preview)> OnReceived { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        _receiving.Cancel();
        _receiving.Dispose();
    }

    private static string Megabytes(long bytes) =>
        (bytes / (1024.0 * 1024)).ToString(bytes < 10 * 1024 * 1024 ? "N1" : "N0", CultureInfo.CurrentCulture);

    private async Task ReceiveAsync(InputFileChangeEventArgs chosen)
    {
        (_name, _bytes, _received, _refusal, _fault) = (chosen.File.Name, chosen.File.Size, 0, null, null);
        var wanted = _receiving.Token;
        try
        {
            var file = await uploads.ReceiveAsync(chosen.File, Show, wanted);
            if (!wanted.IsCancellationRequested)
            {
                _refusal = file.Succeeded(out var upload, out var refusal) ? await LookAsync(upload) : refusal;
            }
            else if (file.Succeeded(out var unwanted, out _))
            {
                unwanted.Dispose();
            }
        }
        catch (IOException fault)
        {
            _fault = faults.Record(fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            _fault = faults.Record(fault);
        }

        _name = null;
    }

    private async Task<Refusal?> LookAsync(UploadedFile upload)
    {
        var looked = await OrderImports.LookAsync(upload.Path, new OrderImportOptions(), Actor, CancellationToken.None);
        if (!looked.Succeeded(out var preview, out var refusal))
        {
            upload.Dispose();
            return refusal;
        }

        if (_receiving.IsCancellationRequested)
        {
            upload.Dispose();
            return null;
        }

        await OnReceived.InvokeAsync((upload, preview));
        return null;
    }

    private void Show(long received)
    {
        _received = received;
        if (received == _bytes || time.GetElapsedTime(_shownAt) > Pace)
        {
            _shownAt = time.GetTimestamp();
            StateHasChanged();
        }
    }

    private async Task GiveUpAsync()
    {
        await _receiving.CancelAsync();
        _receiving.Dispose();
        _receiving = new();
    }
}
