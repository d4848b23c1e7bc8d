using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class GuardWholeLedger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A migration of its own, because the ledger's table is made anew at the end of the one before.
            migrationBuilder.Sql(WholeLedgerGuards.Triggers);
            migrationBuilder.Sql(WholeLedgerGuards.EarlierRedemptions);
            migrationBuilder.Sql(TierGuards.Triggers);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var trigger in WholeLedgerGuards.Names)
            {
                migrationBuilder.Sql($"DROP TRIGGER {trigger};");
            }
        }
    }
}
