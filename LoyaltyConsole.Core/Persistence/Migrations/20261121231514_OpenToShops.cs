using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class OpenToShops : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Company",
                table: "Customers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CustomerGroup",
                table: "Customers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FirstName",
                table: "Customers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LastName",
                table: "Customers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NameDay",
                table: "Customers",
                type: "TEXT",
                maxLength: 5,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "RegistrationKey",
                table: "Customers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Salutation",
                table: "Customers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AnsweredCalls",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Body = table.Column<byte[]>(type: "BLOB", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AnsweredCalls", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AnsweredCalls_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "IntegrationKeys",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Prefix = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Scopes = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RevokedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    LastCallAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Calls = table.Column<long>(type: "INTEGER", nullable: false),
                    Problems = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IntegrationKeys", x => x.Id);
                    table.CheckConstraint("CK_IntegrationKeys_are_revoked_by_somebody", "(RevokedAt IS NULL) = (RevokedBy IS NULL)");
                    table.CheckConstraint("CK_IntegrationKeys_open_something", "Scopes > 0");
                    table.ForeignKey(
                        name: "FK_IntegrationKeys_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "MergeRequests",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    RequestBy = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    RequestFor = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    MainId = table.Column<long>(type: "INTEGER", nullable: false),
                    IntegratedId = table.Column<long>(type: "INTEGER", nullable: false),
                    Remarks = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: true),
                    Actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CommandKey = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MergeRequests", x => x.Id);
                    table.CheckConstraint("CK_MergeRequests_are_pending_approved_rejected_or_failed", "Status IN (1, 2, 3, 4)");
                    table.CheckConstraint("CK_MergeRequests_name_two_accounts", "MainId <> IntegratedId");
                    table.ForeignKey(
                        name: "FK_MergeRequests_Customers_IntegratedId",
                        column: x => x.IntegratedId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MergeRequests_Customers_MainId",
                        column: x => x.MainId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MergeRequests_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReferralEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Type = table.Column<int>(type: "INTEGER", nullable: false),
                    Referred = table.Column<long>(type: "INTEGER", nullable: true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: true),
                    OccurredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CommandKey = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReferralEvents", x => x.Id);
                    table.CheckConstraint("CK_ReferralEvents_are_visits_or_conversions", "Type IN (1, 2)");
                    table.CheckConstraint("CK_ReferralEvents_refer_others", "Referred IS NULL OR Referred <> CustomerId");
                    table.ForeignKey(
                        name: "FK_ReferralEvents_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReferralEvents_Customers_Referred",
                        column: x => x.Referred,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReferralEvents_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CallProblems",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    KeyId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Method = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    Route = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CallProblems", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CallProblems_IntegrationKeys_KeyId",
                        column: x => x.KeyId,
                        principalTable: "IntegrationKeys",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_RegistrationKey",
                table: "Customers",
                column: "RegistrationKey",
                unique: true,
                filter: "RegistrationKey IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AnsweredCalls_IntegrationId_Key",
                table: "AnsweredCalls",
                columns: new[] { "IntegrationId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CallProblems_KeyId_Id",
                table: "CallProblems",
                columns: new[] { "KeyId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_IntegrationKeys_IntegrationId",
                table: "IntegrationKeys",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_IntegrationKeys_Prefix",
                table: "IntegrationKeys",
                column: "Prefix",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MergeRequests_CommandKey",
                table: "MergeRequests",
                column: "CommandKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MergeRequests_IntegratedId",
                table: "MergeRequests",
                column: "IntegratedId");

            migrationBuilder.CreateIndex(
                name: "IX_MergeRequests_IntegrationId",
                table: "MergeRequests",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_MergeRequests_MainId_IntegratedId",
                table: "MergeRequests",
                columns: new[] { "MainId", "IntegratedId" },
                unique: true,
                filter: "Status = 1");

            migrationBuilder.CreateIndex(
                name: "IX_ReferralEvents_CommandKey",
                table: "ReferralEvents",
                column: "CommandKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReferralEvents_CustomerId_OccurredAt_Type",
                table: "ReferralEvents",
                columns: new[] { "CustomerId", "OccurredAt", "Type" });

            migrationBuilder.CreateIndex(
                name: "IX_ReferralEvents_IntegrationId",
                table: "ReferralEvents",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_ReferralEvents_Referred",
                table: "ReferralEvents",
                column: "Referred");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AnsweredCalls");

            migrationBuilder.DropTable(
                name: "CallProblems");

            migrationBuilder.DropTable(
                name: "MergeRequests");

            migrationBuilder.DropTable(
                name: "ReferralEvents");

            migrationBuilder.DropTable(
                name: "IntegrationKeys");

            migrationBuilder.DropIndex(
                name: "IX_Customers_RegistrationKey",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "Company",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "CustomerGroup",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "FirstName",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "LastName",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "NameDay",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "RegistrationKey",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "Salutation",
                table: "Customers");
        }
    }
}
