using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>What the migration tool makes its model from.</summary>
internal sealed class DesignTimeLoyaltyDb : IDesignTimeDbContextFactory<LoyaltyDb>
{
    public LoyaltyDb CreateDbContext(string[] args) => new(SqliteEngine.Options("Data Source=:memory:"));
}
