using System.Data.Common;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>What the database itself refuses, whatever a program asks of it; and what the check finds.</summary>
public sealed class LedgerGuardsTests : IAsyncLifetime
{
    private Programme _programme = null!;

    public async ValueTask InitializeAsync()
    {
        _programme = await Programme.CreateAsync();
        var ada = await _programme.CustomerAsync();
        await _programme.LotAsync(ada, 100);
        await _programme.RedeemAsync(ada, 40);
        await _programme.OrderAsync(ada, 10);
    }

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Theory]
    [InlineData("DELETE FROM LedgerEntries")]
    [InlineData("UPDATE LedgerEntries SET Points = 1 WHERE Points > 0")]
    [InlineData("UPDATE LedgerEntries SET InternalReason = 'other'")]
    [InlineData("UPDATE LedgerEntries SET EffectiveAt = 0")]
    [InlineData("DELETE FROM Lots")]
    [InlineData("UPDATE Lots SET Amount = Amount + 1")]
    [InlineData("UPDATE Lots SET ValidUntil = 1")]
    [InlineData("UPDATE Lots SET Remaining = Amount + 1")]
    [InlineData("UPDATE Lots SET Remaining = -1")]
    [InlineData("DELETE FROM Allocations")]
    [InlineData("UPDATE Allocations SET Points = 1")]
    [InlineData("DELETE FROM Orders")]
    [InlineData("DELETE FROM Accounts")]
    [InlineData("DELETE FROM AuditEntries")]
    [InlineData("UPDATE AuditEntries SET Actor = 'nobody'")]
    [InlineData("UPDATE Accounts SET Debt = 1")]
    [InlineData("INSERT INTO LedgerEntries SELECT NULL, CustomerId, OriginalCustomerId, Kind, Points, 2, 1, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, '', NULL, NULL, NULL, NULL, NULL FROM LedgerEntries WHERE Points > 0")]
    public void The_database_refuses_what_no_program_may_do(string sql) =>
        Assert.ThrowsAny<DbException>(() => _programme.Execute(sql));

    [Fact]
    public void A_discarded_entry_stays_discarded()
    {
        _programme.Execute("UPDATE LedgerEntries SET Status = 2 WHERE Kind = 7");

        Assert.ThrowsAny<DbException>(() => _programme.Execute("UPDATE LedgerEntries SET Status = 1 WHERE Kind = 7"));
    }

    [Theory]
    [InlineData("UPDATE Lots SET Remaining = Remaining - 1 WHERE Remaining > 0")]
    [InlineData("UPDATE Lots SET TakenBack = 1")]
    [InlineData("UPDATE Lots SET Expired = 1")]
    [InlineData("UPDATE Accounts SET Collected = Collected + 1")]
    [InlineData("UPDATE Accounts SET Expired = Expired + 1")]
    [InlineData("UPDATE Accounts SET Redeemable = Redeemable + 1, Balance = Balance + 1")]
    [InlineData("UPDATE LedgerEntries SET Status = 2 WHERE Kind = 7")]
    public async Task The_check_finds_what_was_tampered_with(string sql)
    {
        Assert.Empty((await _programme.Get<LedgerCheck>().RunAsync(CancellationToken.None)).Violations);

        _programme.Execute(sql);

        Assert.NotEmpty((await _programme.Get<LedgerCheck>().RunAsync(CancellationToken.None)).Violations);
    }
}
