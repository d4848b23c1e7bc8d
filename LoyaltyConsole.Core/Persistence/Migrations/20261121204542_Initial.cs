using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoyaltyConsole.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AuditEntries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Deed = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: true),
                    Before = table.Column<string>(type: "TEXT", nullable: true),
                    After = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditEntries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Campaigns",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Source = table.Column<int>(type: "INTEGER", nullable: false),
                    Rate = table.Column<long>(type: "INTEGER", nullable: false),
                    LockDays = table.Column<int>(type: "INTEGER", nullable: false),
                    ValidityMonths = table.Column<int>(type: "INTEGER", nullable: true),
                    StartsAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Campaigns", x => x.Id);
                    table.CheckConstraint("CK_Campaigns_lock_for_days", "LockDays >= 0");
                    table.CheckConstraint("CK_Campaigns_pay_something", "Rate > 0");
                    table.CheckConstraint("CK_Campaigns_stay_valid_for_months", "ValidityMonths IS NULL OR ValidityMonths > 0");
                });

            migrationBuilder.CreateTable(
                name: "Commands",
                columns: table => new
                {
                    Key = table.Column<Guid>(type: "TEXT", nullable: false),
                    Fingerprint = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EntryId = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Commands", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "Imports",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 260, nullable: false),
                    FileHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Options = table.Column<string>(type: "TEXT", nullable: false),
                    Header = table.Column<string>(type: "TEXT", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Refusal = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Counts_Accepted = table.Column<int>(type: "INTEGER", nullable: false),
                    Counts_AlreadyRecorded = table.Column<int>(type: "INTEGER", nullable: false),
                    Counts_Committed = table.Column<int>(type: "INTEGER", nullable: false),
                    Counts_CreditNotes = table.Column<int>(type: "INTEGER", nullable: false),
                    Counts_CustomersCreated = table.Column<int>(type: "INTEGER", nullable: false),
                    Counts_Entries = table.Column<int>(type: "INTEGER", nullable: false),
                    Counts_Orders = table.Column<int>(type: "INTEGER", nullable: false),
                    Counts_PointsEarned = table.Column<long>(type: "INTEGER", nullable: false),
                    Counts_PointsTakenBack = table.Column<long>(type: "INTEGER", nullable: false),
                    Counts_Rejected = table.Column<int>(type: "INTEGER", nullable: false),
                    Counts_Rows = table.Column<int>(type: "INTEGER", nullable: false),
                    Counts_Skipped = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Imports", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Integrations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false, collation: "NOCASE")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Integrations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Programme",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Decimals = table.Column<int>(type: "INTEGER", nullable: false),
                    ZoneId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    CallingCode = table.Column<string>(type: "TEXT", maxLength: 4, nullable: false),
                    AllowsNegativeBalance = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsDemo = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Programme", x => x.Id);
                    table.CheckConstraint("CK_Programme_books_up_to_two_decimals", "Decimals BETWEEN 0 AND 2");
                    table.CheckConstraint("CK_Programme_is_one", "Id = 1");
                });

            migrationBuilder.CreateTable(
                name: "Tiers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Rank = table.Column<int>(type: "INTEGER", nullable: false),
                    Threshold = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Tiers", x => x.Id);
                });

            migrationBuilder.Sql(
                """
                CREATE TABLE "ImportDocuments" (
                    "ImportId" INTEGER NOT NULL,
                    "Number" INTEGER NOT NULL,
                    "FirstLine" INTEGER NOT NULL,
                    "Rows" INTEGER NOT NULL,
                    "OrderRef" TEXT NOT NULL,
                    "Type" INTEGER NOT NULL,
                    "OriginalOrderRef" TEXT NULL,
                    "CustomerKey" TEXT NULL,
                    "Email" TEXT NULL,
                    "Phone" TEXT NULL,
                    "Name" TEXT NULL,
                    "PlacedAt" INTEGER NOT NULL,
                    "Currency" TEXT NOT NULL,
                    "GoodsTotal" INTEGER NOT NULL,
                    "Hash" INTEGER NOT NULL,
                    "State" INTEGER NOT NULL,
                    "Reason" INTEGER NULL,
                    "ReasonDetail" TEXT NULL,
                    "CustomerId" INTEGER NULL,
                    "Points" INTEGER NOT NULL,
                    "BalanceBefore" INTEGER NOT NULL,
                    "BalanceAfter" INTEGER NOT NULL,
                    "OrderId" INTEGER NULL,
                    CONSTRAINT "PK_ImportDocuments" PRIMARY KEY ("ImportId", "Number"),
                    CONSTRAINT "FK_ImportDocuments_Imports_ImportId" FOREIGN KEY ("ImportId") REFERENCES "Imports" ("Id") ON DELETE RESTRICT
                ) WITHOUT ROWID;
                """);

            migrationBuilder.Sql(
                """
                CREATE TABLE "ImportRows" (
                    "ImportId" INTEGER NOT NULL,
                    "Document" INTEGER NOT NULL,
                    "Line" INTEGER NOT NULL,
                    "Reason" INTEGER NULL,
                    "ReasonDetail" TEXT NULL,
                    "OrderRef" TEXT NULL,
                    "CustomerKey" TEXT NULL,
                    "Email" TEXT NULL,
                    "Phone" TEXT NULL,
                    "Name" TEXT NULL,
                    "PlacedAt" INTEGER NULL,
                    "Type" INTEGER NULL,
                    "OriginalOrderRef" TEXT NULL,
                    "Sku" TEXT NULL,
                    "ItemName" TEXT NULL,
                    "Category" TEXT NULL,
                    "Quantity" INTEGER NOT NULL,
                    "UnitPrice" INTEGER NOT NULL,
                    "Amount" INTEGER NOT NULL,
                    "Total" INTEGER NULL,
                    "Currency" TEXT NULL,
                    "Hash" INTEGER NOT NULL,
                    "Cells" TEXT NOT NULL,
                    CONSTRAINT "PK_ImportRows" PRIMARY KEY ("ImportId", "Document", "Line"),
                    CONSTRAINT "FK_ImportRows_Imports_ImportId" FOREIGN KEY ("ImportId") REFERENCES "Imports" ("Id") ON DELETE RESTRICT
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "Customers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    RefId = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Email = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    Birthday = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    Gender = table.Column<int>(type: "INTEGER", nullable: true),
                    IsRegistered = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsLocked = table.Column<bool>(type: "INTEGER", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    TierId = table.Column<long>(type: "INTEGER", nullable: false),
                    EnrolledAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ModifiedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    NameKey = table.Column<string>(type: "TEXT", nullable: false),
                    LastNameKey = table.Column<string>(type: "TEXT", nullable: false),
                    EmailKey = table.Column<string>(type: "TEXT", nullable: false),
                    PhoneDigits = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Customers", x => x.Id);
                    table.CheckConstraint("CK_Customers_are_active_inactive_or_deleted", "Status IN (1, 2, 3)");
                    table.CheckConstraint("CK_Customers_keep_bounded_names", "Name IS NULL OR length(Name) <= 1000");
                    table.ForeignKey(
                        name: "FK_Customers_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Customers_Tiers_TierId",
                        column: x => x.TierId,
                        principalTable: "Tiers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Accounts",
                columns: table => new
                {
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Collected = table.Column<long>(type: "INTEGER", nullable: false),
                    Expired = table.Column<long>(type: "INTEGER", nullable: false),
                    Locked = table.Column<long>(type: "INTEGER", nullable: false),
                    Redeemable = table.Column<long>(type: "INTEGER", nullable: false),
                    Debt = table.Column<long>(type: "INTEGER", nullable: false),
                    Balance = table.Column<long>(type: "INTEGER", nullable: false),
                    NextChangeAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Accounts", x => x.CustomerId);
                    table.CheckConstraint("CK_Accounts_balance_is_total_less_debt", "Balance = Locked + Redeemable - Debt");
                    table.CheckConstraint("CK_Accounts_hold_no_negative_figure", "Locked >= 0 AND Redeemable >= 0 AND Debt >= 0 AND Expired >= 0");
                    table.CheckConstraint("CK_Accounts_redeem_nothing_while_in_debt", "Debt = 0 OR Redeemable = 0");
                    table.ForeignKey(
                        name: "FK_Accounts_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Orders",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    RefId = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    Type = table.Column<int>(type: "INTEGER", nullable: false),
                    OriginalOrderId = table.Column<long>(type: "INTEGER", nullable: true),
                    PlacedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    GoodsTotal = table.Column<long>(type: "INTEGER", nullable: false),
                    Shipping = table.Column<long>(type: "INTEGER", nullable: false),
                    Fingerprint = table.Column<long>(type: "INTEGER", nullable: false),
                    ImportId = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Billing_City = table.Column<string>(type: "TEXT", nullable: true),
                    Billing_Company = table.Column<string>(type: "TEXT", nullable: true),
                    Billing_Country = table.Column<string>(type: "TEXT", nullable: true),
                    Billing_Name = table.Column<string>(type: "TEXT", nullable: true),
                    Billing_PostalCode = table.Column<string>(type: "TEXT", nullable: true),
                    Billing_Street = table.Column<string>(type: "TEXT", nullable: true),
                    Delivery_City = table.Column<string>(type: "TEXT", nullable: true),
                    Delivery_Company = table.Column<string>(type: "TEXT", nullable: true),
                    Delivery_Country = table.Column<string>(type: "TEXT", nullable: true),
                    Delivery_Name = table.Column<string>(type: "TEXT", nullable: true),
                    Delivery_PostalCode = table.Column<string>(type: "TEXT", nullable: true),
                    Delivery_Street = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Orders", x => x.Id);
                    table.CheckConstraint("CK_Orders_are_orders_or_credit_notes", "Type IN (1, 2)");
                    table.CheckConstraint("CK_Orders_take_back_only_as_credit_notes", "OriginalOrderId IS NULL OR Type = 2");
                    table.ForeignKey(
                        name: "FK_Orders_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Orders_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Orders_Orders_OriginalOrderId",
                        column: x => x.OriginalOrderId,
                        principalTable: "Orders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "LedgerEntries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    OriginalCustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Points = table.Column<long>(type: "INTEGER", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    IsDebt = table.Column<bool>(type: "INTEGER", nullable: false),
                    TakesBack = table.Column<int>(type: "INTEGER", nullable: true),
                    CampaignId = table.Column<long>(type: "INTEGER", nullable: true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: true),
                    OrderId = table.Column<long>(type: "INTEGER", nullable: true),
                    LotId = table.Column<long>(type: "INTEGER", nullable: true),
                    CouponCode = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    EffectiveAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Reason = table.Column<int>(type: "INTEGER", nullable: true),
                    InternalReason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    CustomerText = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    ImportId = table.Column<long>(type: "INTEGER", nullable: true),
                    CommandKey = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LedgerEntries", x => x.Id);
                    table.CheckConstraint("CK_LedgerEntries_are_active_or_discarded", "Status IN (1, 2)");
                    table.CheckConstraint("CK_LedgerEntries_credit_or_deduct_as_their_kind_says", "(Kind IN (1, 2, 3, 4, 5) AND Points > 0) OR (Kind IN (6, 7, 8, 9) AND Points < 0)");
                    table.CheckConstraint("CK_LedgerEntries_move_a_bounded_amount", "Points BETWEEN -100000000000 AND 100000000000");
                    table.CheckConstraint("CK_LedgerEntries_move_something", "Points <> 0");
                    table.CheckConstraint("CK_LedgerEntries_name_the_lot_that_expired", "(Kind = 8) = (LotId IS NOT NULL)");
                    table.CheckConstraint("CK_LedgerEntries_owe_only_by_deduction", "IsDebt = 0 OR Points < 0");
                    table.CheckConstraint("CK_LedgerEntries_say_what_they_take_back", "(Kind = 9) = (TakesBack IS NOT NULL)");
                    table.ForeignKey(
                        name: "FK_LedgerEntries_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_LedgerEntries_Orders_OrderId",
                        column: x => x.OrderId,
                        principalTable: "Orders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.Sql(
                """
                CREATE TABLE "OrderPositions" (
                    "OrderId" INTEGER NOT NULL,
                    "Line" INTEGER NOT NULL,
                    "Sku" TEXT NULL,
                    "Variant" TEXT NULL,
                    "Name" TEXT NULL,
                    "Category" TEXT NULL,
                    "Quantity" INTEGER NOT NULL,
                    "UnitPrice" INTEGER NOT NULL,
                    CONSTRAINT "PK_OrderPositions" PRIMARY KEY ("OrderId", "Line"),
                    CONSTRAINT "FK_OrderPositions_Orders_OrderId" FOREIGN KEY ("OrderId") REFERENCES "Orders" ("Id") ON DELETE RESTRICT
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "Allocations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    DebitId = table.Column<long>(type: "INTEGER", nullable: false),
                    LotId = table.Column<long>(type: "INTEGER", nullable: false),
                    Points = table.Column<long>(type: "INTEGER", nullable: false),
                    EffectiveAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Allocations", x => x.Id);
                    table.CheckConstraint("CK_Allocations_move_something", "Points <> 0");
                    table.ForeignKey(
                        name: "FK_Allocations_LedgerEntries_DebitId",
                        column: x => x.DebitId,
                        principalTable: "LedgerEntries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Allocations_LedgerEntries_LotId",
                        column: x => x.LotId,
                        principalTable: "LedgerEntries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.Sql(
                """
                CREATE TABLE "Lots" (
                    "CustomerId" INTEGER NOT NULL,
                    "EntryId" INTEGER NOT NULL,
                    "Amount" INTEGER NOT NULL,
                    "Remaining" INTEGER NOT NULL,
                    "TakenBack" INTEGER NOT NULL,
                    "Expired" INTEGER NOT NULL,
                    "LockedUntil" INTEGER NULL,
                    "ValidUntil" INTEGER NULL,
                    "EarnedAt" INTEGER NOT NULL,
                    "OrderId" INTEGER NULL,
                    "Kind" INTEGER NOT NULL,
                    CONSTRAINT "PK_Lots" PRIMARY KEY ("CustomerId", "EntryId"),
                    CONSTRAINT "CK_Lots_expire_at_most_what_was_credited" CHECK (Expired BETWEEN 0 AND Amount),
                    CONSTRAINT "CK_Lots_give_back_at_most_what_was_credited" CHECK (TakenBack BETWEEN 0 AND Amount),
                    CONSTRAINT "CK_Lots_keep_between_nothing_and_all" CHECK (Remaining BETWEEN 0 AND Amount),
                    CONSTRAINT "CK_Lots_unlock_before_they_run_out" CHECK (LockedUntil IS NULL OR ValidUntil IS NULL OR LockedUntil < ValidUntil),
                    CONSTRAINT "FK_Lots_LedgerEntries_EntryId" FOREIGN KEY ("EntryId") REFERENCES "LedgerEntries" ("Id") ON DELETE RESTRICT
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_Balance_CustomerId",
                table: "Accounts",
                columns: new[] { "Balance", "CustomerId" });

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_NextChangeAt",
                table: "Accounts",
                column: "NextChangeAt",
                filter: "NextChangeAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Allocations_DebitId_LotId_Points",
                table: "Allocations",
                columns: new[] { "DebitId", "LotId", "Points" });

            migrationBuilder.CreateIndex(
                name: "IX_Allocations_LotId_EffectiveAt_Points",
                table: "Allocations",
                columns: new[] { "LotId", "EffectiveAt", "Points" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_CustomerId_At",
                table: "AuditEntries",
                columns: new[] { "CustomerId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Birthday",
                table: "Customers",
                column: "Birthday");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_EmailKey",
                table: "Customers",
                column: "EmailKey");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_EnrolledAt",
                table: "Customers",
                column: "EnrolledAt");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Gender",
                table: "Customers",
                column: "Gender");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_IntegrationId_NameKey",
                table: "Customers",
                columns: new[] { "IntegrationId", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_IntegrationId_RefId",
                table: "Customers",
                columns: new[] { "IntegrationId", "RefId" },
                unique: true,
                filter: "RefId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_IsLocked",
                table: "Customers",
                column: "IsLocked");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_IsRegistered",
                table: "Customers",
                column: "IsRegistered");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_LastNameKey",
                table: "Customers",
                column: "LastNameKey");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_ModifiedAt",
                table: "Customers",
                column: "ModifiedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_NameKey",
                table: "Customers",
                column: "NameKey");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_PhoneDigits",
                table: "Customers",
                column: "PhoneDigits");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_RefId",
                table: "Customers",
                column: "RefId");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Status",
                table: "Customers",
                column: "Status");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_TierId",
                table: "Customers",
                column: "TierId");

            migrationBuilder.CreateIndex(
                name: "IX_ImportDocuments_ImportId_CustomerKey_PlacedAt",
                table: "ImportDocuments",
                columns: new[] { "ImportId", "CustomerKey", "PlacedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ImportDocuments_ImportId_State_PlacedAt_Number",
                table: "ImportDocuments",
                columns: new[] { "ImportId", "State", "PlacedAt", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Imports_FileHash",
                table: "Imports",
                column: "FileHash");

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_Name",
                table: "Integrations",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_CommandKey",
                table: "LedgerEntries",
                column: "CommandKey",
                unique: true,
                filter: "CommandKey IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_CouponCode",
                table: "LedgerEntries",
                column: "CouponCode",
                filter: "CouponCode IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_CustomerId_EffectiveAt_Kind_Points_Status",
                table: "LedgerEntries",
                columns: new[] { "CustomerId", "EffectiveAt", "Kind", "Points", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_Debts",
                table: "LedgerEntries",
                column: "CustomerId",
                filter: "IsDebt = 1");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_ImportId",
                table: "LedgerEntries",
                column: "ImportId",
                filter: "ImportId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_LotId_EffectiveAt",
                table: "LedgerEntries",
                columns: new[] { "LotId", "EffectiveAt" },
                unique: true,
                filter: "LotId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_OrderId_Kind_Points",
                table: "LedgerEntries",
                columns: new[] { "OrderId", "Kind", "Points" });

            migrationBuilder.CreateIndex(
                name: "IX_Lots_EntryId",
                table: "Lots",
                column: "EntryId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Lots_ValidUntil_CustomerId",
                table: "Lots",
                columns: new[] { "ValidUntil", "CustomerId" },
                filter: "Remaining > 0 AND ValidUntil IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_CustomerId_PlacedAt_Type_GoodsTotal_Shipping",
                table: "Orders",
                columns: new[] { "CustomerId", "PlacedAt", "Type", "GoodsTotal", "Shipping" });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_IntegrationId_RefId_Type",
                table: "Orders",
                columns: new[] { "IntegrationId", "RefId", "Type" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Orders_OriginalOrderId",
                table: "Orders",
                column: "OriginalOrderId",
                filter: "OriginalOrderId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_RefId",
                table: "Orders",
                column: "RefId");

            migrationBuilder.CreateIndex(
                name: "IX_Tiers_Rank",
                table: "Tiers",
                column: "Rank",
                unique: true);

            migrationBuilder.Sql(LedgerGuards.Triggers);
            migrationBuilder.Sql(LedgerGuards.SearchIndex);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Accounts");

            migrationBuilder.DropTable(
                name: "Allocations");

            migrationBuilder.DropTable(
                name: "AuditEntries");

            migrationBuilder.DropTable(
                name: "Campaigns");

            migrationBuilder.DropTable(
                name: "Commands");

            migrationBuilder.DropTable(
                name: "ImportDocuments");

            migrationBuilder.DropTable(
                name: "ImportRows");

            migrationBuilder.DropTable(
                name: "Lots");

            migrationBuilder.DropTable(
                name: "OrderPositions");

            migrationBuilder.DropTable(
                name: "Programme");

            migrationBuilder.DropTable(
                name: "Imports");

            migrationBuilder.DropTable(
                name: "LedgerEntries");

            migrationBuilder.DropTable(
                name: "Orders");

            migrationBuilder.DropTable(
                name: "Customers");

            migrationBuilder.DropTable(
                name: "Integrations");

            migrationBuilder.DropTable(
                name: "Tiers");
        }
    }
}
