namespace LoyaltyConsole.Resources;

/// <summary>The texts of the audit log, and what each deed is called.</summary>
public sealed class AuditTexts;
