using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace LoyaltyConsole.Features.Imports;

/// <summary>Takes a file from the browser and looks into it; what cannot be read is said here.</summary>
public sealed partial class ImportUpload(FileImports imports, UploadFolder uploads, FaultLog faults, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly OnScreen _receiving = new();
    private string? _name;
    private long _received;
    private long _bytes;
    private long _shownAt;
    private Refusal? _refusal;
    private string? _fault;
    private bool _isListening;

    /// <summary>What the file is to hold.</summary>
    [Parameter, EditorRequired]
    public required ImportKind Kind { get; set; }

    /// <summary>Who imports.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Hands the file over, with what it shows.</summary>
    [Parameter]
    public EventCallback<(UploadedFile File, FilePreview Preview)> OnReceived { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        _receiving.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            // The field hears of a file only once the browser was told to listen: a file that comes before would be lost without a word.
            await Task.Yield();
            _isListening = true;
            StateHasChanged();
        }
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
        var looked = await imports.LookAsync(upload.Path, new ImportOptions { Kind = Kind }, Actor, CancellationToken.None);
        if (!looked.Succeeded(out var preview, out var refusal))
        {
            upload.Dispose();
            return refusal;
        }

        if (_receiving.IsOver)
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
        _receiving.Anew();
    }
}
