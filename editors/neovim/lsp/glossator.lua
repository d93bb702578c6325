-- glossator for Neovim 0.11 and later: put this file into a folder `lsp/` of your runtime path and call
-- `vim.lsp.enable('glossator')`.
local markers = { 'glossator.toml', '.glossator.toml', '.git' }

return {
  cmd = { 'glossator', 'lsp' },
  filetypes = { 'markdown', 'mdx', 'quarto', 'rmd', 'toml' },
  root_dir = function(buffer, start)
    -- Of the files in TOML only a configuration is ours.
    local name = vim.fs.basename(vim.api.nvim_buf_get_name(buffer))
    if vim.bo[buffer].filetype ~= 'toml' or vim.list_contains({ markers[1], markers[2] }, name) then
      start(vim.fs.root(buffer, markers))
    end
  end,
}
