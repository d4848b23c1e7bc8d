using System.Net;
using LoyaltyConsole.Connecting;

namespace LoyaltyConsole.Tests.Connecting;

/// <summary>Connections lead out of the house, or nowhere.</summary>
public sealed class OutsideAddressTests
{
    [Theory]
    [InlineData("https://api.brevo.com/v3", true)]
    [InlineData("https://us21.api.mailchimp.com/3.0", true)]
    [InlineData("https://shop.example:8443/hook?tenant=1", true)]
    [InlineData("https://1.1.1.1/", true)]
    [InlineData("http://shop.example/hook", false)]
    [InlineData("https://user:password@shop.example/", false)]
    [InlineData("https://shop.example/#part", false)]
    [InlineData("ftp://shop.example/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("shop.example", false)]
    [InlineData("", false)]
    [InlineData("https://localhost/", false)]
    [InlineData("http://127.0.0.1:5098/", false)]
    [InlineData("https://127.1/", false)]
    [InlineData("https://2130706433/", false)]
    [InlineData("https://0x7f000001/", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("https://[::ffff:10.0.0.1]/", false)]
    [InlineData("https://10.1.2.3/", false)]
    [InlineData("https://192.168.0.1/", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    public void An_address_is_taken_only_where_it_can_lead_outside(string address, bool isUsable) =>
        Assert.Equal(isUsable, OutsideAddress.IsUsable(address, allowLoopback: false));

    [Theory]
    [InlineData("http://127.0.0.1:5098/hook", true)]
    [InlineData("http://localhost:5098/hook", true)]
    [InlineData("https://[::1]:5098/hook", true)]
    [InlineData("http://192.168.0.1/hook", false)]
    [InlineData("http://shop.example/hook", false)]
    [InlineData("https://10.0.0.1/hook", false)]
    public void Where_this_machine_is_allowed_nothing_else_inside_is(string address, bool isUsable) =>
        Assert.Equal(isUsable, OutsideAddress.IsUsable(address, allowLoopback: true));

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.53", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::10.0.0.1", false)]
    [InlineData("::ffff:192.168.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    public void What_a_name_means_is_looked_at_too(string address, bool isAllowed) =>
        Assert.Equal(isAllowed, OutsideAddress.IsAllowed(IPAddress.Parse(address), allowLoopback: false));

    [Fact]
    public async Task A_name_that_leads_inside_is_not_connected_to() => await Assert.ThrowsAsync<AddressForbiddenException>(async () =>
        await OutsideAddress.ConnectAsync(new DnsEndPoint("localhost", 1), allowLoopback: false, TestContext.Current.CancellationToken));
}
