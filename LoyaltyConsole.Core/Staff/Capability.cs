namespace LoyaltyConsole.Core.Staff;

/// <summary>What a person may do. Commands and sensitive reads ask for these, never for roles.</summary>
public enum Capability
{
    /// <summary>Find customers and read their profile, orders and points history.</summary>
    ReadCustomers,

    /// <summary>Book manual credits and deductions (L-071).</summary>
    AdjustPoints,

    /// <summary>Redeem a customer's points on their behalf.</summary>
    RedeemPoints,

    /// <summary>Reverse any entry with a reason (X9).</summary>
    ReverseEntries,

    /// <summary>Create, change and end campaigns.</summary>
    ManageCampaigns,

    /// <summary>Grant a campaign's points or coupon to a customer by hand.</summary>
    GrantCampaigns,

    /// <summary>Change the catalogue of rewards.</summary>
    ManageRewards,

    /// <summary>Change the programme's settings.</summary>
    ManageProgramme,

    /// <summary>Activate and deactivate a customer (L-025, L-026).</summary>
    ChangeStatus,

    /// <summary>Lock a customer for redemption (L-029).</summary>
    LockRedemption,

    /// <summary>Unlock a customer for redemption (D10).</summary>
    UnlockRedemption,

    /// <summary>Import files.</summary>
    Import,

    /// <summary>Record orders and credit notes.</summary>
    RecordOrders,

    /// <summary>Register customers and edit their profile.</summary>
    EditCustomers,

    /// <summary>Submit merge requests (L-080).</summary>
    RequestMerges,

    /// <summary>Record visits and conversions of referrals (E-040).</summary>
    RecordReferrals,

    /// <summary>Make and revoke the keys by which shops call.</summary>
    ManageIntegrations,

    /// <summary>See what the jobs did, and run them now.</summary>
    RunJobs,

    /// <summary>Change a customer's level by hand (S-028).</summary>
    ChangeTier,

    /// <summary>Lock a customer's level against automatic change, and change one that is locked (E-050).</summary>
    LockTier,

    /// <summary>Create, change and delete levels.</summary>
    ManageTiers,

    /// <summary>Delete customers, which makes them unrecognisable for good (L-027), and read the certificates of it.</summary>
    EraseCustomers,

    /// <summary>Make a copy of everything that is known about a customer, for themselves (rule 5.8.9).</summary>
    CopyPersonalData,

    /// <summary>Write notes about customers, and change one's own .</summary>
    WriteNotes,

    /// <summary>Merge two accounts, and reject requests to (L-090, rule 5.7).</summary>
    ApproveMerges,

    /// <summary>Read the audit trail, and export it.</summary>
    ReadAudit,

    /// <summary>Add, change and disable the people who sign in, and set the limits of their roles.</summary>
    ManageStaff,

    /// <summary>Have a guest's PIN shown (E-020, D16). Verifying a caller does not need it.</summary>
    RevealPin,

    /// <summary>Give a guest another PIN, which is sent to them (E-053).</summary>
    ResetPin,

    /// <summary>Approve or reject what a colleague does not do alone (X6).</summary>
    ApproveChanges,

    /// <summary>Have a one-time code shown (R-030, D16). Spending with one does not need it.</summary>
    RevealCodes,

    /// <summary>Create, change, choose and delete the models that make segments, and run them (X11).</summary>
    ManageSegments,

    /// <summary>Take customers, orders, points or the audit log out as files (S-003, target S13).</summary>
    Export,
}

/// <summary>The four roles of staff, and what each may do.</summary>
public static class StaffRole
{
    /// <summary>A call-centre agent.</summary>
    public const string Agent = "Agent";

    /// <summary>Marketing staff.</summary>
    public const string Marketing = "Marketing";

    /// <summary>A manager.</summary>
    public const string Manager = "Manager";

    /// <summary>An administrator.</summary>
    public const string Administrator = "Administrator";

    /// <summary>All roles, from the least to the most.</summary>
    public static IReadOnlyList<string> All { get; } = [Agent, Marketing, Manager, Administrator];

    /// <summary>What a role may do; nothing for a name that is no role.</summary>
    public static IReadOnlySet<Capability> CapabilitiesOf(string role) => role switch
    {
        Agent => new HashSet<Capability>
        {
            Capability.ReadCustomers, Capability.AdjustPoints, Capability.RedeemPoints,
            Capability.ChangeStatus, Capability.LockRedemption, Capability.GrantCampaigns, Capability.EditCustomers,
            Capability.RequestMerges, Capability.ChangeTier, Capability.WriteNotes, Capability.ResetPin,
        },
        Marketing => new HashSet<Capability>
        {
            Capability.ReadCustomers, Capability.Import, Capability.ManageCampaigns, Capability.ManageRewards, Capability.WriteNotes,
            Capability.ManageSegments, Capability.Export,
        },
        Manager => Enum.GetValues<Capability>().Except([Capability.ManageProgramme, Capability.ManageIntegrations, Capability.ManageStaff]).ToHashSet(),
        Administrator => Enum.GetValues<Capability>().ToHashSet(),
        _ => new HashSet<Capability>(),
    };
}
