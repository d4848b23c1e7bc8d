using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class FourEyes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ApprovalRequests",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Deed = table.Column<int>(type: "INTEGER", nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Points = table.Column<long>(type: "INTEGER", nullable: false),
                    Cause = table.Column<int>(type: "INTEGER", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DecidedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Remarks = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    ActorKey = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    CommandKey = table.Column<Guid>(type: "TEXT", nullable: false),
                    DecisionKey = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApprovalRequests", x => x.Id);
                    table.CheckConstraint("CK_ApprovalRequests_are_decided_by_somebody", "Status BETWEEN 1 AND 5 AND (Status NOT IN (2, 3) OR DecidedBy IS NOT NULL)");
                    table.ForeignKey(
                        name: "FK_ApprovalRequests_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RoleLimits",
                columns: table => new
                {
                    Role = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    PerEntry = table.Column<long>(type: "INTEGER", nullable: true),
                    PerDay = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RoleLimits", x => x.Role);
                    table.CheckConstraint("CK_RoleLimits_are_positive", "PerEntry > 0 AND PerDay > 0");
                });

            migrationBuilder.CreateTable(
                name: "StaffDays",
                columns: table => new
                {
                    StaffKey = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Day = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    Points = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffDays", x => new { x.StaffKey, x.Day });
                    table.CheckConstraint("CK_StaffDays_never_fall_below_nothing", "Points >= 0");
                });

            migrationBuilder.CreateIndex(
                name: "IX_ApprovalRequests_ActorKey_Id",
                table: "ApprovalRequests",
                columns: new[] { "ActorKey", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_ApprovalRequests_CommandKey",
                table: "ApprovalRequests",
                column: "CommandKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ApprovalRequests_CustomerId_Status",
                table: "ApprovalRequests",
                columns: new[] { "CustomerId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_ApprovalRequests_Status_Id",
                table: "ApprovalRequests",
                columns: new[] { "Status", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ApprovalRequests");

            migrationBuilder.DropTable(
                name: "RoleLimits");

            migrationBuilder.DropTable(
                name: "StaffDays");
        }
    }
}
