using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;

namespace LoyaltyConsole.Tests.Core.Engagement;

/// <summary>"Referral Code" (E-024, R-014).</summary>
public sealed class ReferralCodeTests
{
    [Fact]
    public void E_024_every_customer_has_a_code_that_leads_back_to_them()
    {
        var ids = Enumerable.Range(1, 20_000).Select(id => (long)id).Append((1L << 35) - 1);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            var code = new ReferralCode(new CustomerId(id)).ToString();
            Assert.Equal(8, code.Length);
            Assert.True(codes.Add(code));
            Assert.Equal(new CustomerId(id), ReferralCode.Read(code)!.Value.Customer);
        }
    }

    [Fact]
    public void A_code_may_be_typed_as_people_type()
    {
        var code = new ReferralCode(new CustomerId(4_711));
        var text = code.ToString();

        Assert.Equal(code, ReferralCode.Read($" {text[..4].ToLowerInvariant()}-{text[4..]} "));
        Assert.Equal(code, ReferralCode.Read(text.Replace('0', 'o').Replace('1', 'l')));
    }

    [Fact]
    public void A_mistyped_code_is_nobodys()
    {
        const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var (mistakes, unnoticed) = (0, 0);
        for (var id = 1; id <= 50; id++)
        {
            var text = new ReferralCode(new CustomerId(id)).ToString();
            for (var place = 0; place < text.Length; place++)
            {
                foreach (var other in Alphabet.Where(other => other != text[place]))
                {
                    mistakes++;
                    unnoticed += ReferralCode.Read(text[..place] + other + text[(place + 1)..]) is null ? 0 : 1;
                }
            }
        }

        Assert.True(unnoticed * 100 < mistakes, $"{unnoticed} of {mistakes}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("JAN2024")]
    [InlineData("ABCDEFGHJK")]
    [InlineData("0000000U")]
    [InlineData("00000000")]
    public void What_is_no_code_is_none(string text) => Assert.Null(ReferralCode.Read(text));
}
