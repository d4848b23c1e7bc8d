using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Connections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Connections",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    List = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    SubscribesNew = table.Column<bool>(type: "INTEGER", nullable: false),
                    Secret = table.Column<byte[]>(type: "BLOB", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    LastSentAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FailingSince = table.Column<long>(type: "INTEGER", nullable: true),
                    Fault = table.Column<int>(type: "INTEGER", nullable: true),
                    Detail = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false),
                    HeldUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    ExportStartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ExportEndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ExportTotal = table.Column<long>(type: "INTEGER", nullable: false),
                    ExportTaken = table.Column<long>(type: "INTEGER", nullable: false),
                    ExportAfter = table.Column<long>(type: "INTEGER", nullable: true),
                    ExportUpTo = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Connections", x => x.Id);
                    table.CheckConstraint("CK_Connections_are_active_paused_or_deleted", "State BETWEEN 1 AND 3");
                    table.CheckConstraint("CK_Connections_lead_to_something_known", "Kind BETWEEN 1 AND 4");
                });

            migrationBuilder.CreateTable(
                name: "ConnectionContacts",
                columns: table => new
                {
                    ConnectionId = table.Column<long>(type: "INTEGER", nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    NextAttemptAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClaimedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    IsExported = table.Column<bool>(type: "INTEGER", nullable: false),
                    SentAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SentProof = table.Column<byte[]>(type: "BLOB", nullable: true),
                    SentAddress = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Fault = table.Column<int>(type: "INTEGER", nullable: true),
                    Detail = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConnectionContacts", x => new { x.ConnectionId, x.CustomerId });
                    table.CheckConstraint("CK_ConnectionContacts_are_sent_waiting_or_refused", "State IN (0, 1, 2)");
                    table.ForeignKey(
                        name: "FK_ConnectionContacts_Connections_ConnectionId",
                        column: x => x.ConnectionId,
                        principalTable: "Connections",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ConnectionContacts_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ConnectionContacts_ConnectionId_State_NextAttemptAt_CustomerId",
                table: "ConnectionContacts",
                columns: new[] { "ConnectionId", "State", "NextAttemptAt", "CustomerId" },
                filter: "State > 0");

            migrationBuilder.CreateIndex(
                name: "IX_ConnectionContacts_CustomerId",
                table: "ConnectionContacts",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Key",
                table: "Connections",
                column: "Key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ConnectionContacts");

            migrationBuilder.DropTable(
                name: "Connections");
        }
    }
}
