using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Features.Imports;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Customers;

/// <summary>Makes an import of an order for everybody in a list, and hands it to the desk of imports.</summary>
public sealed class BulkDesk(BulkImports bulk, CampaignBook campaigns, UploadFolder uploads, ImportDesk desk, SignedIn person)
{
    /// <summary>The campaigns whose coupons can be given; none for whom may not.</summary>
    public async Task<IReadOnlyList<Campaign>> CampaignsAsync() =>
        (await campaigns.ToGiveAsync(CampaignKind.Coupon, await person.ActorAsync(), CancellationToken.None)).Succeeded(out var found, out _) ? found : [];

    /// <summary>Writes the file and starts its rehearsal.</summary>
    /// <returns>The import; or what <see cref="BulkImports.WriteAsync"/> and <see cref="ImportDesk.StageAsync"/> refuse.</returns>
    public async Task<Result<ImportId>> StageAsync(BulkOrder order)
    {
        var actor = await person.ActorAsync();
        var options = new ImportOptions();
        var made = await uploads.MakeAsync(async stream =>
        {
            if (!(await bulk.WriteAsync(order, stream, actor, CancellationToken.None)).Succeeded(out var written, out var refused))
            {
                return refused;
            }

            options = written.Options;
            return written.Name;
        });
        if (!made.Succeeded(out var file, out var refusal))
        {
            return refusal;
        }

        var staged = await desk.StageAsync(file, options, actor);
        if (!staged.Succeeded(out _, out _))
        {
            file.Dispose();
        }

        return staged;
    }
}
