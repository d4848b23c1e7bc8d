namespace LoyaltyConsole.Core;
